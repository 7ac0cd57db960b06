import type { IncomingMessage } from 'node:http';
import { DOCUMENTED_REASONS, type StatusFault, type SubmitFault } from './standin.cts';
import { T2V, LIMIT_MILLISECONDS, useStandIn, auth, client, codeOf } from './testClient.cts';

const novita = useStandIn();

describe('faults of a submit', () => {
	const meet = async (fault: SubmitFault) => {
		novita.standIn.setDefault({ submit: [fault] });
		return await novita.submit({ prompt: 'x' });
	};

	it.each(DOCUMENTED_REASONS)('refuses with %s in the documented form', async (reason) => {
		const { status: code, data } = await meet({ kind: 'refuse', reason });
		expect(data).toEqual({ code, reason, message: expect.any(String), metadata: {} });
		expect(novita.standIn.tasks).toHaveLength(0);
	});

	it('sends Retry-After as seconds, as a date and not at all', async () => {
		const headerOf = async (fault: SubmitFault) =>
			(await meet(fault)).headers['retry-after'] as string | undefined;
		expect(await headerOf({ kind: 'rateLimit', retryAfterSeconds: 7 })).toBe('7');
		expect(await headerOf({ kind: 'rateLimit' })).toBeUndefined();
		const date = await headerOf({ kind: 'rateLimit', retryAfterSeconds: 60, retryAfterAs: 'date' });
		expect(Date.parse(date ?? '')).toBeGreaterThan(Date.now() + 50_000);
	});

	it('answers what is not in the form of Novita', async () => {
		const answers: Array<[SubmitFault, number, string, string]> = [
			[{ kind: 'gateway', status: 502 }, 502, 'text/html', 'string'],
			[{ kind: 'html' }, 200, 'text/html', 'string'],
			[{ kind: 'routeNotFound' }, 404, 'text/plain', 'string'],
			[{ kind: 'oddJson', shape: 'array' }, 200, 'application/json', 'object'],
			[{ kind: 'oddJson', shape: 'proto' }, 200, 'application/json', 'object'],
			[{ kind: 'answer', status: 418, text: '{}' }, 418, 'application/json', 'object'],
		];
		for (const [fault, ...expected] of answers) {
			const { status: code, headers, data } = await meet(fault);
			const contentType = String(headers['content-type']).split(';')[0];
			expect([code, contentType, typeof data]).toEqual(expected);
		}
		const { headers } = await meet({ kind: 'redirect', status: 307 });
		expect(headers.location).toBe(novita.standIn.otherOrigin + T2V);
	});

	it.each([
		[{ kind: 'reset' }, 'ECONNRESET', 'cut'],
		[{ kind: 'reset', how: 'fin' }, 'ECONNRESET', 'cut'],
		[{ kind: 'cutAnswer' }, 'ECONNRESET', 'cut'],
		[{ kind: 'hang' }, 'ECONNABORTED', 'hung'],
		[{ kind: 'delay', seconds: 30 }, 'ECONNABORTED', 'aborted'],
	] satisfies Array<[SubmitFault, string, string]>)(
		'plays %j on the wire, before and after the task was accepted',
		async (fault, code, end) => {
			for (const accepted of [false, true]) {
				novita.standIn.reset();
				novita.standIn.setDefault({ submit: [{ ...fault, accepted }] });
				const call = client.post(
					novita.standIn.url + T2V,
					{ prompt: 'x' },
					{ ...auth(novita.standIn), timeout: 2_000 },
				);
				const seen = await codeOf(call);
				// A reset in mid-answer reaches axios as a plain abort in some versions.
				expect([code, 'ERR_BAD_RESPONSE']).toContain(seen);
				await novita.standIn.waitFor(
					({ requests }) => requests[0].status === end,
					LIMIT_MILLISECONDS,
				);
				expect(novita.standIn.tasks).toHaveLength(accepted ? 1 : 0);
			}
		},
	);

	it('refuses connections, and accepts them again', async () => {
		novita.standIn.refuseConnections();
		expect(await codeOf(novita.submit({ prompt: 'x' }))).toBe('ECONNREFUSED');
		await novita.standIn.acceptConnections();
		expect((await novita.submit({ prompt: 'x' })).status).toBe(200);
	});
});

describe('faults of a status request', () => {
	it('plays each in turn, then answers normally', async () => {
		const faults: StatusFault[] = [
			{ kind: 'status', status: 'TASK_STATUS_UNKNOWN' },
			{ kind: 'status', status: 'TASK_STATUS_ON_HOLIDAY' },
			{ kind: 'lost' },
			{ kind: 'refuse', reason: 'FAILED_TO_AUTH' },
			{ kind: 'succeededWithoutUrl', how: 'noList' },
			{ kind: 'succeededWithoutUrl', how: 'emptyUrl' },
			{ kind: 'videoUrl', url: 'javascript:alert(1)' },
			{ kind: 'taskMissing' },
			{ kind: 'oddJson', shape: 'deep' },
		];
		const taskId = await novita.taskWith({ status: faults });
		const seen: unknown[] = [];
		while (seen.length < faults.length) {
			const { status: code, data } = await novita.status(taskId);
			seen.push([code, data.task?.status, data.videos?.[0]?.video_url]);
		}
		expect(seen).toEqual([
			[200, 'TASK_STATUS_UNKNOWN', undefined],
			[200, 'TASK_STATUS_ON_HOLIDAY', undefined],
			[404, undefined, undefined],
			[401, undefined, undefined],
			[200, 'TASK_STATUS_SUCCEED', undefined],
			[200, 'TASK_STATUS_SUCCEED', ''],
			[200, 'TASK_STATUS_SUCCEED', 'javascript:alert(1)'],
			[200, undefined, undefined],
			[200, undefined, undefined],
		]);
		expect(await novita.link(taskId)).toContain(novita.standIn.videoOrigin);
	});

	it('leaves the URL out for the first answers, is stuck in the queue, and never ends', async () => {
		const late = await novita.taskWith({ withoutVideoUrlFor: 2 });
		const counts = [
			await novita.status(late),
			await novita.status(late),
			await novita.status(late),
		];
		expect(counts.map(({ data }) => data.videos.length)).toEqual([0, 0, 1]);
		const stuck: StatusFault = { kind: 'status', status: 'TASK_STATUS_QUEUED', times: Infinity };
		const taskId = await novita.taskWith({ status: [stuck] });
		for (let index = 0; index < 3; index += 1) {
			expect((await novita.status(taskId)).data.task.status).toBe('TASK_STATUS_QUEUED');
		}
		const never = await novita.taskWith({ ending: 'never' });
		expect((await novita.status(never)).data.task).toMatchObject({
			status: 'TASK_STATUS_PROCESSING',
			eta: 0,
			progress_percent: 0,
		});
	});

	it('answers without end, and with far too much', async () => {
		const taskId = await novita.taskWith({
			status: [{ kind: 'huge', bytes: 5e6 }, { kind: 'endless' }],
		});
		const { data: huge } = await novita.status(taskId);
		expect((huge as { filler?: string }).filler).toHaveLength(5e6);
		const endless = await client.get<IncomingMessage>(
			`${novita.standIn.url}/v3/async/task-result?task_id=${taskId}`,
			{ ...auth(novita.standIn), responseType: 'stream' },
		);
		let received = 0;
		for await (const chunk of endless.data) {
			received += (chunk as Buffer).length;
			if (received > 5e6) break;
		}
		expect(received).toBeGreaterThan(5e6);
		await novita.standIn.waitFor(
			({ requests }) => requests.at(-1)?.status === 'aborted',
			LIMIT_MILLISECONDS,
		);
	});
});
