import { expectNoLeaks } from './leaks.cts';
import type { Lab } from './setup.cts';
import { testDisturbances } from './suspend/disturbances.cts';
import { testFailures } from './suspend/failures.cts';
import { testPlaces } from './suspend/places.cts';
import { testRetries } from './suspend/retries.cts';
import { testVideos } from './suspend/videos.cts';
import { useLab } from './useLab.cts';

let lab: Lab;

useLab((started) => (lab = started));

describe('a suspended run', () => {
	testVideos(() => lab);
	testFailures(() => lab);
	testPlaces(() => lab);
	testDisturbances(() => lab);
});

describe('a run that is not suspended', () => {
	testRetries(() => lab);
});

// Last, so that it reads what all others left behind.
test('the API key is in no log, no execution and not in the database', async () => {
	expect((await lab.n8n.executions()).length).toBeGreaterThan(20);
	await expectNoLeaks(lab);
});
