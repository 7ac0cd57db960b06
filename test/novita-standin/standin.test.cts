import { readFileSync } from 'node:fs';
import { startStandIn } from './standin.cts';
import {
	T2V,
	LIMIT_MILLISECONDS,
	TestClient,
	type SubmitAnswer,
	useStandIn,
	client,
	auth,
	download,
	codeOf,
} from './testClient.cts';

const novita = useStandIn();

describe('without faults', () => {
	it('takes a task from the queue to a playable video, with the quirks of captured answers', async () => {
		novita.standIn.setDefault({ seconds: 1 });
		const { data } = await novita.submit({
			prompt: 'A cat',
			duration: '10',
			aspect_ratio: '9:16',
		});
		const queued = (await novita.status(data.task_id)).data.task;
		expect(queued).toMatchObject({ status: 'TASK_STATUS_QUEUED', eta: 1, progress_percent: 0 });
		await novita.standIn.waitFor(
			(own) => Date.now() > own.tasks[0].submittedAt + 300,
			LIMIT_MILLISECONDS,
		);
		expect((await novita.status(data.task_id)).data.task.status).toBe('TASK_STATUS_PROCESSING');
		await novita.standIn.waitFor((own) => Date.now() >= own.tasks[0].endsAt, LIMIT_MILLISECONDS);

		const done = (await novita.status(data.task_id)).data;
		expect(done).toMatchObject({
			extra: { seed: '' },
			task: { status: 'TASK_STATUS_SUCCEED', reason: '', eta: 0, progress_percent: 0 },
			images: [],
			videos: [{ video_url_ttl: '0', video_type: 'mp4', nsfw_detection_result: null }],
			audios: [],
		});
		const video = await download(done.videos[0].video_url);
		expect(video.headers['content-type']).toBe('video/mp4');
		expect(video.data).toEqual(readFileSync(novita.standIn.videoFile(data.task_id)));
		expect(novita.standIn.videoFile(data.task_id)).toContain('10s-9x16');
		expect(novita.standIn.task(data.task_id)).toMatchObject({
			statusRequests: 3,
			downloadsCompleted: 1,
		});
		expect(novita.standIn.requests.map(({ kind, status }) => [kind, status])).toEqual([
			['submit', 200],
			...Array.from({ length: 3 }, () => ['status', 200]),
			['video', 200],
		]);
	});

	it('ends a task when it is told to', async () => {
		const taskId = await novita.taskWith({ seconds: 60 });
		expect((await novita.status(taskId)).data.task.status).toBe('TASK_STATUS_QUEUED');
		novita.standIn.endTask(taskId);
		expect((await novita.status(taskId)).data.task.status).toBe('TASK_STATUS_SUCCEED');
	});

	it('fails a task with HTTP 200 and its reason', async () => {
		const taskId = await novita.taskWith({ ending: 'failed', reason: 'Content rules' });
		const { status: code, data } = await novita.status(taskId);
		expect([code, data.task.status, data.task.reason]).toEqual([
			200,
			'TASK_STATUS_FAILED',
			'Content rules',
		]);
	});

	it('knows added tasks, which are not paid, and no others', async () => {
		const taskId = novita.standIn.addTask({ taskId: 'from-yesterday' });
		expect((await novita.status(taskId)).data.task.status).toBe('TASK_STATUS_SUCCEED');
		expect(novita.standIn.tasks).toHaveLength(0);
		const lost = await novita.status('unknown-task');
		expect([lost.status, lost.data.reason]).toEqual([404, 'TASK_NOT_FOUND']);
	});

	it('answers the balance, and a path that it does not serve with plain text', async () => {
		novita.standIn.setBalance({ availableBalance: '12345' });
		const balance = await client.get(
			`${novita.standIn.url}/openapi/v1/billing/balance/detail`,
			auth(novita.standIn),
		);
		expect(balance.data).toMatchObject({ availableBalance: '12345', creditLimit: '0' });
		const lost = await novita.submit({ prompt: 'x' }, '/v3/async/kling-v2.5-turbo-t2v');
		expect([lost.status, lost.data]).toEqual([404, 'route not found']);
	});

	it('accepts only its own key, and none at the host of the videos', async () => {
		const call = async (headers: Record<string, string>) => {
			const url = novita.standIn.url + T2V;
			return (await client.post<SubmitAnswer>(url, { prompt: 'x' }, { headers })).data.reason;
		};
		expect(await call({})).toBe('MISSING_API_KEY');
		expect(await call({ Authorization: 'Bearer wrong' })).toBe('INVALID_API_KEY');
		const url = await novita.link(novita.standIn.addTask());
		expect((await download(url, auth(novita.standIn))).status).toBe(400);
		expect((await download(`${url}&hint=${novita.standIn.apiKey}`)).status).toBe(400);
		expect((await client.head(url)).status).toBe(403);
		expect(novita.standIn.requestsTo('video').map(({ leakedKey }) => leakedKey)).toEqual([
			true,
			true,
			false,
		]);
	});

	it('keeps to a limit of submits a minute', async () => {
		const limited = await startStandIn({ submitsPerMinute: 1, taskSeconds: 0 });
		const call = async () => await new TestClient(() => limited).submit({ prompt: 'x' });
		expect((await call()).status).toBe(200);
		const refused = await call();
		expect([refused.status, refused.data.reason]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
		expect(limited.tasks).toHaveLength(1);
		await limited.close();
	});
});

describe('rules', () => {
	it('lets the latest matching rule count, and counts its submits', async () => {
		novita.standIn.behave({}, { submit: [{ kind: 'gateway', status: 500 }] });
		novita.standIn.behave(
			{ prompt: /dog/ },
			{ submit: ['none', { kind: 'gateway', status: 503, times: 2 }, 'none'] },
		);
		novita.standIn.behave({ prompt: 'A cat', path: 'kling-v2.1-t2v-master' }, {});
		const codes = async (prompt: string, count: number) => {
			const seen: number[] = [];
			for (let index = 0; index < count; index += 1)
				seen.push((await novita.submit({ prompt })).status);
			return seen;
		};
		expect(await codes('A dog', 5)).toEqual([200, 503, 503, 200, 200]);
		expect(await codes('A cat', 1)).toEqual([200]);
		expect(await codes('A bird', 2)).toEqual([500, 200]);
	});
});

it('logs each request in a line, never the key', async () => {
	const lines: string[] = [];
	const own = await startStandIn({ taskSeconds: 0, log: (line) => lines.push(line) });
	await client.post(own.url + T2V, { prompt: 'x' }, auth(own));
	await client.get(`${own.url}/${own.apiKey}`, auth(own));
	await own.waitFor(() => lines.length === 2, LIMIT_MILLISECONDS);
	expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d api POST \S+ 200 task \S+$/);
	expect(lines.join()).not.toContain(own.apiKey);
	await own.close();
});

it('closes although connections hang', async () => {
	const own = await startStandIn();
	own.setDefault({ submit: [{ kind: 'hang', accepted: true }] });
	const call = codeOf(client.post(own.url + T2V, { prompt: 'x' }, auth(own)));
	await own.waitFor(({ tasks }) => tasks.length === 1, LIMIT_MILLISECONDS);
	await own.close();
	expect(await call).toBe('ECONNRESET');
});
