import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import { submitOnce } from '../../../nodes/NovitaKling/submit/submitOnce';
import {
	REQUEST,
	type Reply,
	type ScriptedRun,
	networkFault,
	refusal,
	replyOf,
	runClock,
	scriptedRun,
	textReply,
	useTestClock,
} from '../run.cts';

/** How the ledger knows the request of the first item in the first run. */
const KEY = `0/0/${REQUEST.fingerprint}`;
const MINUTE = 60_000;
const ACCEPTED = replyOf({ task_id: 'abc' });

useTestClock();

const submit = async (
	scripted: ScriptedRun,
	{ timeout = 30 * MINUTE, resubmitUnknown = false } = {},
) =>
	await runClock(
		async () =>
			await submitOnce(
				{
					itemIndex: 0,
					request: REQUEST,
					record: scripted.record(),
					logRequest: scripted.logRequest,
					timeout,
					resubmitUnknown,
				},
				scripted.run,
			),
		60 * MINUTE,
	);

const kindOf = (thrown: unknown) =>
	thrown instanceof ItemFailure ? thrown.details.kind : `not a failure: ${String(thrown)}`;

describe('submitOnce', () => {
	it.each([
		['abc', 'abc'],
		[' abc ', 'abc'],
	])('keeps the task %j in the ledger', async (task_id, taskId) => {
		const scripted = scriptedRun([replyOf({ task_id })]);
		const { value } = await submit(scripted);
		expect(value).toMatchObject({ taskId, origin: 'submitted' });
		expect(scripted.entries[KEY]).toMatchObject({ taskId });
	});

	it('writes into the ledger before the request leaves', async () => {
		const scripted = scriptedRun([ACCEPTED]);
		await submit(scripted);
		expect(scripted.entriesAtRequests).toEqual([
			{ [KEY]: { sentAt: scripted.requestedAt[0], source: 'source' } },
		]);
	});

	it('sends nothing for a task that the ledger knows', async () => {
		const scripted = scriptedRun([ACCEPTED]);
		scripted.entries[KEY] = { sentAt: 5, taskId: 'known' };
		const { value } = await submit(scripted, { resubmitUnknown: true });
		expect(value).toMatchObject({ taskId: 'known', submittedAt: 5, origin: 'resumed' });
		expect(scripted.requestedAt).toHaveLength(0);
	});

	it('sends nothing for a request of unknown outcome, unless the user wants it', async () => {
		const scripted = scriptedRun([ACCEPTED]);
		scripted.entries[KEY] = { sentAt: 5 };
		const { thrown } = await submit(scripted);
		expect(kindOf(thrown)).toBe('unknownOutcome');
		expect(scripted.requestedAt).toHaveLength(0);
		const { value } = await submit(scripted, { resubmitUnknown: true });
		expect(value).toMatchObject({ taskId: 'abc', origin: 'submitted' });
		expect(scripted.requestedAt).toHaveLength(1);
	});
});

describe('an unknown outcome', () => {
	it.each<[string, Reply]>([
		['a reset', networkFault('ECONNRESET', 'read')],
		['a time-out', networkFault('ECONNABORTED', 'read')],
		['a fault without a code', new Error('socket hang up')],
		['a lost route on a connection that stood', networkFault('EHOSTUNREACH', 'read')],
		['an answer without a task', replyOf({})],
		['a task ID that is empty', replyOf({ task_id: ' ' })],
		['a task ID that is an object', replyOf({ task_id: { id: 7 } })],
		['HTML with status 200', textReply('<html>', 200)],
		['nothing with status 200', textReply('', 200)],
		['half an answer', textReply('{"task_id":"', 200)],
		['status 500 in HTML', textReply('<html>', 500)],
		['status 502 without a body', textReply('', 502)],
		['status 503 in plain text', textReply('upstream connect error', 503)],
		['status 504 of a load balancer', refusal(504, 'LOAD_BALANCER_TIMEOUT')],
		['status 504 with a message of a gateway', replyOf({ message: 'Endpoint timed out' }, 504)],
		[
			'status 503 with a reason that is not in Novita form',
			replyOf({ reason: 'upstream timeout' }, 503),
		],
	])('%s is submitted once and stays in the ledger', async (_name, reply) => {
		const scripted = scriptedRun([reply, ACCEPTED]);
		const { thrown } = await submit(scripted);
		expect(kindOf(thrown)).toBe('unknownOutcome');
		expect(scripted.requestedAt).toHaveLength(1);
		expect(scripted.entries[KEY]).toEqual({
			sentAt: scripted.requestedAt[0],
			source: 'source',
		});
	});
});

describe('a request that was surely not accepted', () => {
	it.each<[string, Reply, string]>([
		['a refused connection', networkFault('ECONNREFUSED', 'connect'), 'notSent'],
		['a name that is not found', networkFault('ENOTFOUND', 'getaddrinfo'), 'notSent'],
		['a bad request', refusal(400, 'ILLEGAL_PROMPT'), 'refused'],
		['a bad request in HTML', textReply('<html>', 400), 'refused'],
		['a wrong key', refusal(403, 'INVALID_API_KEY'), 'refused'],
		['a missing route', textReply('route not found', 404), 'refused'],
		['a task that could not be created', refusal(500, 'CREATE_TASK_FAILED'), 'refused'],
		['a charge that did not work', refusal(500, 'BILLING_FAILED'), 'refused'],
	])('%s leaves the ledger', async (_name, reply, kind) => {
		const scripted = scriptedRun([reply, ACCEPTED]);
		const { thrown } = await submit(scripted);
		expect(kindOf(thrown)).toBe(kind);
		expect(scripted.requestedAt).toHaveLength(1);
		expect(scripted.entries).toEqual({});
	});

	it.each([
		['in plain text', textReply('route not found', 404)],
		['in Novita form', refusal(404, 'API_NOT_FOUND')],
	])('a model that was retired is named (%s)', async (_name, reply) => {
		const { thrown } = await submit(scriptedRun([reply]));
		expect(thrown).toMatchObject({
			message: 'Kling V2.1 Master is no longer offered by Novita; choose another model',
			details: { kind: 'refused', httpStatus: 404, reason: 'API_NOT_FOUND' },
		});
	});
});

describe('a request that made no task, after one of unknown outcome', () => {
	it.each<[string, Reply]>([
		['a refused connection', networkFault('ECONNREFUSED', 'connect')],
		['an empty balance', refusal(400, 'BILLING_BALANCE_NOT_ENOUGH')],
		['a missing route', textReply('route not found', 404)],
		['too many requests', refusal(429, 'RATE_LIMIT_EXCEEDED', { 'retry-after': '3600' })],
	])('%s proves nothing about the earlier one', async (_name, reply) => {
		const scripted = scriptedRun([reply]);
		const earlier = { sentAt: 5 };
		scripted.entries[KEY] = earlier;
		const { thrown } = await submit(scripted, { resubmitUnknown: true });
		expect(thrown).toBeInstanceOf(ItemFailure);
		expect(scripted.entries).toEqual({ [KEY]: earlier });
	});
});

describe('too many requests', () => {
	const tooMany = (retryAfter?: string) =>
		refusal(
			429,
			'RATE_LIMIT_EXCEEDED',
			retryAfter === undefined ? {} : { 'retry-after': retryAfter },
		);

	it.each([
		['5', 5_000],
		['90', 90_000],
		[undefined, 1_000],
	])('Retry-After of %j is waited for', async (retryAfter, wait) => {
		const scripted = scriptedRun([tooMany(retryAfter), ACCEPTED]);
		const { value } = await submit(scripted);
		expect(value).toMatchObject({ taskId: 'abc' });
		const [first, second] = scripted.requestedAt;
		expect(second - first).toBeGreaterThanOrEqual(wait);
		expect(second - first).toBeLessThan(wait + 1_000);
	});

	it('ends with the time that the user set, and nothing paid', async () => {
		const scripted = scriptedRun([tooMany()]);
		const { thrown, took } = await submit(scripted, { timeout: 2 * MINUTE });
		expect(kindOf(thrown)).toBe('refused');
		expect(took).toBeLessThanOrEqual(2 * MINUTE);
		expect(scripted.entries).toEqual({});
	});

	it.each([['0'], ['-5'], ['Sun, 06 Nov 1994 08:49:37 GMT'], ['soon']])(
		'does not flood a service that says %j',
		async (retryAfter) => {
			const scripted = scriptedRun([tooMany(retryAfter)]);
			await submit(scripted, { timeout: MINUTE });
			expect(scripted.requestedAt.length).toBeLessThanOrEqual(20);
		},
	);
});

describe('the deadline of a submit', () => {
	it('gives the request all the time that is left, up to the service limit', async () => {
		const scripted = scriptedRun([ACCEPTED]);
		await submit(scripted, { timeout: MINUTE });
		expect(scripted.timeLimits[0]).toBeGreaterThan(MINUTE - 1_000);
	});

	it('never cuts off the paid request itself', async () => {
		// A client that hangs up after a second may have paid without ever knowing.
		const scripted = scriptedRun([ACCEPTED]);
		await submit(scripted, { timeout: 1_000 });
		expect(scripted.timeLimits[0]).toBeGreaterThanOrEqual(10_000);
	});

	/** Another item of the run has just been refused, with a time to wait. */
	const refuseAnother = async ({ run }: ScriptedRun, wait: number) => {
		const turn = await run.submitTurns.next(REQUEST.path, run.signal, Date.now() + MINUTE);
		turn?.refused(wait);
	};

	it('that passed while the service asked to wait: nothing is sent any more', async () => {
		const scripted = scriptedRun([networkFault('ECONNABORTED', 'read')]);
		await refuseAnother(scripted, 2 * MINUTE);
		const { thrown } = await submit(scripted, { timeout: MINUTE });
		expect(scripted.requestedAt).toHaveLength(0);
		expect(scripted.entries).toEqual({});
		expect(kindOf(thrown)).toBe('notSent');
	});

	it('is kept while the service asks to wait', async () => {
		const scripted = scriptedRun([ACCEPTED]);
		await refuseAnother(scripted, 10 * MINUTE);
		const { took } = await submit(scripted, { timeout: MINUTE });
		expect(took).toBeLessThanOrEqual(MINUTE + 1_000);
	});
});

describe('the task log', () => {
	it.each<[string, Reply[], string[]]>([
		['a task', [ACCEPTED], ['entered after 0 requests', 'submitted abc']],
		[
			'an unknown outcome',
			[networkFault('ECONNRESET', 'read')],
			['entered after 0 requests', 'unknown'],
		],
		['a refusal', [refusal(400, 'ILLEGAL_PROMPT')], ['entered after 0 requests', 'refused']],
		[
			'a request that never left',
			[networkFault('ECONNREFUSED', 'connect')],
			['entered after 0 requests', 'refused'],
		],
		[
			'a refusal for now',
			[refusal(429, 'RATE_LIMIT_EXCEEDED'), ACCEPTED],
			[
				...['entered after 0 requests', 'refused'],
				...['entered after 1 requests', 'submitted abc'],
			],
		],
	])('knows of %s before the request leaves, and how it ended', async (_name, replies, written) => {
		const scripted = scriptedRun(replies);
		await submit(scripted);
		expect(scripted.logged).toEqual(written);
	});
});

describe('a request that was edited after it was submitted', () => {
	const edited = (entry: object) => {
		const scripted = scriptedRun([ACCEPTED]);
		scripted.entries['0/0/another'] = { sentAt: 5, source: 'before the edit', ...entry };
		return scripted;
	};

	it('is refused with the task that is paid for, whatever the options say', async () => {
		const scripted = edited({ taskId: 'paid' });
		const { thrown } = await submit(scripted, { resubmitUnknown: true });
		expect(thrown).toMatchObject({ details: { kind: 'alreadySubmitted', taskId: 'paid' } });
		expect(scripted.requestedAt).toEqual([]);
	});

	it('is refused where the outcome is unknown, unless the user wants it', async () => {
		const scripted = edited({});
		expect(kindOf((await submit(scripted)).thrown)).toBe('unknownOutcome');
		const { value } = await submit(edited({}), { resubmitUnknown: true });
		expect(value).toMatchObject({ taskId: 'abc', origin: 'submitted' });
	});
});

describe('a run that was stopped', () => {
	it('submits nothing and writes nothing', async () => {
		const scripted = scriptedRun([ACCEPTED], AbortSignal.abort());
		const { thrown } = await submit(scripted);
		expect(thrown).toBeDefined();
		expect(scripted.requestedAt).toHaveLength(0);
		expect(scripted.entries).toEqual({});
	});
});
