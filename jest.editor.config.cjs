const { codeTransform } = require('./jest.transform.cjs');

/** Tests in n8n's own editor, driven in a headless browser: `npm run test:editor`. */
module.exports = {
	testMatch: ['<rootDir>/test/editor/**/*.test.cts'],
	...codeTransform,
	setupFiles: ['<rootDir>/test/server/fixture/freshConnections.cts'],
	globalSetup: '<rootDir>/test/editor/globalSetup.cts',
	globalTeardown: '<rootDir>/test/editor/globalTeardown.cts',
	// The editor's first page takes some seconds, on a busy machine a minute; every wait inside has its own limit.
	testTimeout: 5 * 60_000,
	// One n8n for all files; a browser and a server keep two processor cores busy.
	maxWorkers: 1,
};
