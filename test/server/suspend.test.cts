import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { API_KEY, type Lab } from './setup.cts';
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
	const executions = await Promise.all(
		(await lab.n8n.executions()).map(async ({ id }) => await lab.n8n.execution(id)),
	);
	expect(executions.length).toBeGreaterThan(20);
	expect(JSON.stringify(executions)).not.toContain(API_KEY);
	expect(lab.n8n.logs).not.toContain(API_KEY);
	expect(lab.n8n.logs).not.toContain('X-Amz-Signature');
	expect(lab.novita.requests.filter(({ leakedKey }) => leakedKey)).toEqual([]);

	const folder = join(lab.n8n.userFolder, '.n8n');
	const files = await readdir(folder, { recursive: true, withFileTypes: true });
	for (const file of files.filter((entry) => entry.isFile())) {
		if (file.parentPath.includes('node_modules')) continue;
		const content = await readFile(join(file.parentPath, file.name));
		expect([file.name, content.includes(API_KEY)]).toEqual([file.name, false]);
	}
});
