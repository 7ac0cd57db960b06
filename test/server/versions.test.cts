import { N8N_VERSION } from './fixture/installN8n.cts';
import { expectNoLeaks } from './leaks.cts';
import type { Lab } from './setup.cts';
import { useLab } from './useLab.cts';
import { testFailures } from './versions/failures.cts';
import { testSuspension } from './versions/suspension.cts';
import { testTaskLog } from './versions/taskLog.cts';
import { testVideos } from './versions/videos.cts';

let lab: Lab;

useLab((started) => (lab = started));

/*
 * The selection that `npm run test:versions` runs on other versions of n8n: what users rely on in any of them.
 * fixture/n8nVersions.cts says what a version cannot do; there the tests expect that nothing is paid.
 */
describe(`n8n ${N8N_VERSION}`, () => {
	testVideos(() => lab);
	testFailures(() => lab);
	testSuspension(() => lab);
	testTaskLog(() => lab);

	// Last, so that it reads what all others left behind.
	test('keeps the API key out of its log, its executions and its database', async () => {
		await expectNoLeaks(lab);
	});
});
