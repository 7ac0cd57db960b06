const { codeTransform } = require('./jest.transform.cjs');

/** Tests on a real n8n server, which is installed on the first run: `npm run test:server`. */
module.exports = {
	testMatch: ['<rootDir>/test/server/**/*.test.cts'],
	// Queue mode needs Redis and PostgreSQL: `npm run test:queue`. What `npm run test:versions` runs on other
	// versions of n8n is tested at more length by the other files.
	testPathIgnorePatterns: ['/node_modules/', '/(queue|versions)\\.test\\.cts$'],
	...codeTransform,
	setupFiles: ['<rootDir>/test/server/fixture/freshConnections.cts'],
	globalSetup: '<rootDir>/test/server/fixture/globalSetup.cts',
	globalTeardown: '<rootDir>/test/server/fixture/globalTeardown.cts',
	// A start of n8n takes ten seconds and more; a suspended run is woken about once a minute.
	testTimeout: 10 * 60_000,
	// Each test file starts a server of its own.
	maxWorkers: 2,
};
