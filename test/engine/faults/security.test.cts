import axios from 'axios';
import { readVideoAddress } from '../../../nodes/NovitaKling/transport/address';
import { searchableText, type EngineRun } from '../harness/engine.cts';
import { API_KEY, getResult, kling, KLING, useKling, type Scene } from '../setup.cts';
import { itemEnds, runFailure } from './endings.cts';
import { FOREVER } from './faultRow.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';

const tests = useKling();
useLegacyExpressions();

/** Minutes of the option Timeout for answers that never get better: four seconds. */
const SHORT = 4 / 60;

/** Everything that n8n stores of a run, as it comes back out of its database. */
function storedText(run: EngineRun): string {
	return searchableText(run.storedData(), run.toSearchableText());
}

/** A working link to some task's video, as Novita gives it out. */
async function workingLink({ novita, credential }: Scene): Promise<string> {
	const { data } = await axios.get<{ videos: Array<{ video_url: string }> }>(
		`${novita.url}/v3/async/task-result`,
		{
			params: { task_id: novita.addTask() },
			headers: { Authorization: `Bearer ${credential.apiKey}` },
		},
	);
	return data.videos[0].video_url;
}

describe('the address of a video', () => {
	const bad = [
		'javascript:alert(1)',
		'file:///etc/passwd',
		'ftp://127.0.0.1/video.mp4',
		'data:video/mp4;base64,AAAAIGZ0eXBpc29t',
		'http://user:word@127.0.0.1:1/video.mp4',
		'blob:http://127.0.0.1/1',
		'//127.0.0.1:1/video.mp4',
		'/video.mp4',
		'not an address',
	];

	it.concurrent.each(bad)('%s is neither opened nor stored with the error', async (url) => {
		const scene = await tests.scene();
		const status = [{ kind: 'videoUrl', url, ...FOREVER } as const];
		const run = await scene.run(getResult(scene.novita.addTask({ behaviour: { status } })));
		expect(runFailure(run)?.kind).toBe('downloadFailed');
		expect(scene.novita.requestsTo('video')).toEqual([]);
		expect(await run.files()).toEqual([]);
		expect(searchableText(run.error, run.logs)).not.toContain(url);
	});

	it.concurrent.each(bad.filter((url) => !url.startsWith('http')))(
		'%s is not given out either',
		async (url) => {
			const scene = await tests.scene();
			const status = [{ kind: 'videoUrl', url, ...FOREVER } as const];
			const taskId = scene.novita.addTask({ behaviour: { status } });
			const run = await scene.run(getResult(taskId, { downloadVideo: false }));
			expect(searchableText(run.output(KLING).map(({ json }) => json))).not.toContain(url);
		},
	);

	it.concurrent.each([...bad.slice(0, 5), 'http://'])(
		'is not followed to %s by a redirect',
		async (url) => {
			const scene = await tests.scene();
			const video = [{ kind: 'redirect', to: { url }, ...FOREVER } as const];
			const taskId = scene.novita.addTask({ behaviour: { video } });
			const run = await scene.run(getResult(taskId, { options: { timeout: SHORT } }));
			expect(runFailure(run)?.text).toContain(taskId);
			expect(await run.files()).toEqual([]);
		},
	);

	it.each([
		['https://api.example.com', 'http://videos.example.com/1.mp4', false],
		['https://api.example.com', 'https://videos.example.com/1.mp4', true],
		['http://127.0.0.1:5000', 'http://127.0.0.1:5001/1.mp4', true],
		['http://127.0.0.1:5000', 'https://videos.example.com/1.mp4', true],
		['https://api.example.com', 'https://user@videos.example.com/1.mp4', false],
		['https://api.example.com', 'https://:word@videos.example.com/1.mp4', false],
	])('with the base URL %s: %s is good: %s', (baseUrl, url, isGood) => {
		expect(readVideoAddress(url, baseUrl) !== undefined).toBe(isGood);
	});
});

describe('a path in an ID or a name', () => {
	const ids = ['../../../evil', '/etc/evil', 'C:\\evil', '..', 'a?b=c&d#e', '%2e%2e%2fevil'];

	it.concurrent.each(ids)('of the task ID %s changes neither address nor file', async (taskId) => {
		const scene = await tests.scene();
		const status = [{ kind: 'videoUrl', url: await workingLink(scene), ...FOREVER } as const];
		scene.novita.addTask({ taskId, behaviour: { status } });
		const text = JSON.stringify({ task_id: taskId });
		scene.novita.setDefault({ submit: [{ kind: 'answer', text }] });
		const run = await scene.run(kling());
		expect(run.error).toBeUndefined();
		const polls = scene.novita.requestsTo('status').filter(({ query }) => query.task_id === taskId);
		expect(polls).toHaveLength(1);
		const { data } = run.output(KLING)[0].binary!;
		expect(data.fileName).toMatch(/^[^/\\<>:"|?*]+\.mp4$/);
		expect(data.fileName).not.toMatch(/^\./);
		const prefix = `workflows/${run.workflow.id}/executions/${run.executionId}/binary_data/`;
		for (const { path } of await run.files()) expect(path.startsWith(prefix)).toBe(true);
		expect(await run.files()).toHaveLength(2);
	});
});

describe('the base URL', () => {
	it.concurrent.each([
		['ftp', (url: string) => url.replace('http', 'ftp')],
		['file', () => 'file:///etc/passwd'],
		['javascript', () => 'javascript:alert(1)'],
		['a user', (url: string) => url.replace('://', '://user@')],
		['a password', (url: string) => url.replace('://', '://user:hidden-word@')],
		['a query', (url: string) => `${url}?key=hidden-word`],
		['an empty query with a fragment', (url: string) => `${url}/#part`],
		['no protocol', (url: string) => url.replace('http://', '')],
		['no host', () => 'http://'],
		['text', () => 'Novita AI'],
	])('with %s is refused before anything is sent', async (_what, change) => {
		const scene = await tests.scene();
		const baseUrl = change(scene.novita.url);
		const run = await scene.run(kling(), { credential: { ...scene.credential, baseUrl } });
		expect(runFailure(run)).toMatchObject({ kind: 'invalidInput' });
		expect(run.error?.message).toContain('Base URL');
		expect(scene.novita.requests).toEqual([]);
		expect(searchableText(run.error, run.logs)).not.toContain('hidden-word');
	});
});

describe('what n8n stores of a failure', () => {
	it.concurrent('holds no key, even where Novita quotes it', async () => {
		const scene = await tests.scene();
		const message = `The key ${API_KEY} (Bearer ${API_KEY}) is not known`;
		scene.novita.setDefault({ submit: [{ kind: 'refuse', reason: 'INVALID_API_KEY', message }] });
		const run = await scene.run(kling());
		expect(runFailure(run)?.kind).toBe('refused');
		expect(storedText(run)).not.toContain(API_KEY);
	});

	it.concurrent('holds no key from a page of HTML or a failed task', async () => {
		const scene = await tests.scene();
		const text = `<html>Authorization: Bearer ${API_KEY}</html>`;
		scene.novita.behave(
			{ prompt: 'page' },
			{ submit: [{ kind: 'answer', text, contentType: 'text/html' }] },
		);
		scene.novita.behave({ prompt: 'failed' }, { ending: 'failed', reason: `No key ${API_KEY}` });
		for (const prompt of ['page', 'failed']) {
			const run = await scene.run(kling({ prompt }, { onError: 'continueRegularOutput' }));
			expect(itemEnds(run, 1)[0]?.failure).toBeDefined();
			expect(storedText(run)).not.toContain(API_KEY);
		}
	});

	it.concurrent('holds no signed link, even where Novita quotes one', async () => {
		const scene = await tests.scene();
		const link = await workingLink(scene);
		scene.novita.setDefault({ ending: 'failed', reason: `Could not copy ${link} in time` });
		const run = await scene.run(kling());
		expect(runFailure(run)?.kind).toBe('taskFailed');
		expect(storedText(run)).not.toContain('X-Amz-Signature');
	});

	it.concurrent('holds no signed link after a download that failed', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ video: [{ kind: 'expired', ...FOREVER }] });
		const run = await scene.run(kling({ options: { timeout: SHORT } }));
		expect(runFailure(run)?.kind).toBe('downloadFailed');
		expect(storedText(run)).not.toContain('X-Amz-Signature');
	});
});

describe('a redirect', () => {
	it.concurrent.each([301, 302, 303, 307, 308])(
		'with status %i of any call to the API is not followed',
		async (status) => {
			const scene = await tests.scene();
			const redirect = { kind: 'redirect', status } as const;
			scene.novita.behave({ prompt: 'submit' }, { submit: [redirect] });
			scene.novita.behave({ prompt: 'status' }, { status: [redirect, redirect] });
			await scene.run(kling({ prompt: 'submit' }));
			await scene.run(kling({ prompt: 'status' }));
			expect(scene.novita.requests.filter(({ server }) => server === 'other')).toEqual([]);
		},
	);

	it.concurrent.each([301, 302, 303, 307, 308])(
		'with status %i of the video is followed without the key',
		async (status) => {
			const scene = await tests.scene();
			scene.novita.setDefault({ video: [{ kind: 'redirect', status }] });
			const run = await scene.run(kling());
			const { data } = run.output(KLING)[0].binary!;
			expect(await scene.isVideoOf(scene.taskIds[0], run, data)).toBe(true);
			const [redirected] = scene.novita.requests.filter(({ server }) => server === 'other');
			expect(redirected?.headers.authorization).toBeUndefined();
			expect(redirected?.leakedKey).toBe(false);
		},
	);
});
