const { codeTransform } = require('./jest.transform.cjs');

/** Unit and engine tests: no server, no network beyond this machine. */
module.exports = {
	testMatch: ['<rootDir>/test/{unit,engine,novita-standin,live-check}/**/*.test.cts'],
	...codeTransform,
	setupFiles: ['<rootDir>/test/engine/harness/oneRealm.cts'],
	// An engine test waits for real polls and downloads; on a slow machine they take their time.
	testTimeout: 60_000,
	maxWorkers: 2,
};
