import type { EngineRun } from '../harness/engine.cts';
import {
	kling,
	KLING,
	loopOver,
	RETRY_ON_FAIL,
	say,
	SAY,
	useKling,
	type Scene,
} from '../setup.cts';
import { itemEnds, runFailure } from './endings.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';

const tests = useKling();
useLegacyExpressions();

/** A key that is refused at the first poll, so that the node's first try fails after paying. */
const FAILING_ONCE = { status: [{ kind: 'refuse', reason: 'FAILED_TO_AUTH' }] } as const;

/** The prompt of the task that each output item holds. */
const promptsOut = (run: EngineRun, { novita }: Scene) =>
	run.output(KLING).map(({ json }) => novita.task(String(json.taskId))?.body.prompt);

/** What the ledger holds. */
const ledger = (run: EngineRun) => run.contextOf(KLING).novitaKlingTasks ?? {};

describe('a request of unknown outcome', () => {
	it.concurrent.each([
		['off', false, 1],
		['on', true, 5],
	])('with Resubmit Unknown %s and five tries', async (_what, resubmitUnknown, submits) => {
		const scene = await tests.scene();
		const cut = { kind: 'cutAnswer', accepted: true, times: Infinity } as const;
		scene.novita.setDefault({ submit: [cut] });
		const run = await scene.run(kling({ options: { resubmitUnknown } }, RETRY_ON_FAIL));
		expect(runFailure(run)?.kind).toBe('unknownOutcome');
		expect(scene.novita.requestsTo('submit')).toHaveLength(submits);
	});

	it.concurrent('mentions no earlier try at the first one', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({
			submit: [{ kind: 'gateway', status: 504, body: 'empty', accepted: true }],
		});
		const run = await scene.run(kling());
		expect(run.error?.message).toBe(
			'It is unknown whether Novita accepted the request: HTTP 504 [item 0]',
		);
	});

	it.concurrent('is not denied when its repetition is refused', async () => {
		const scene = await tests.scene();
		const refused = {
			kind: 'refuse',
			reason: 'BILLING_BALANCE_NOT_ENOUGH',
			times: Infinity,
		} as const;
		scene.novita.setDefault({ submit: [{ kind: 'html', accepted: true }, refused] });
		const run = await scene.run(kling({ options: { resubmitUnknown: true } }, RETRY_ON_FAIL));
		expect(scene.novita.tasks).toHaveLength(1);
		expect(runFailure(run)?.text).toMatch(/unknown|may have accepted|no clear answer/);
		expect(runFailure(run)?.text).not.toMatch(/nothing was paid/);
	});

	it.concurrent('is reported for every item that met one, when the run stops', async () => {
		const scene = await tests.scene();
		const reset = { submit: [{ kind: 'reset', accepted: true }] } as const;
		scene.novita.behave({ prompt: 'two' }, reset);
		scene.novita.behave({ prompt: 'three' }, reset);
		const run = await scene.run(kling(SAY), { input: say('one', 'two', 'three') });
		const { text = '' } = runFailure(run) ?? {};
		expect(scene.novita.tasks).toHaveLength(3);
		expect(text).toContain('[item 1]');
		expect(text.replace('[item 1]', '')).toMatch(/items?\b[^.]*\b2\b/);
	});

	it.concurrent('does not hide which failure ended the run', async () => {
		const scene = await tests.scene();
		const late = [{ kind: 'delay', seconds: 1 }, 'none'] as const;
		scene.novita.behave({ prompt: 'one' }, { submit: late });
		scene.novita.behave(
			{ prompt: 'two' },
			{ submit: [{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' }] },
		);
		const run = await scene.run(kling(SAY), { input: say('one', 'two') });
		expect(runFailure(run)).toMatchObject({ kind: 'refused', itemIndex: 1 });
		for (const taskId of scene.taskIds) expect(runFailure(run)?.text).toContain(taskId);
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'under %s and five tries is sent once',
		async (onError) => {
			const scene = await tests.scene();
			scene.novita.behave({ prompt: 'one' }, { submit: [{ kind: 'html', accepted: true }] });
			const node = kling(SAY, { ...RETRY_ON_FAIL, onError });
			const run = await scene.run(node, { input: say('one', 'two') });
			expect(itemEnds(run, 2)[0]?.failure?.kind).toBe('unknownOutcome');
			expect(scene.paidPrompts).toEqual(['one', 'two']);
		},
	);
});

describe('429', () => {
	it.concurrent.each(['seconds', 'date'] as const)(
		'with Retry-After in %s is waited out, and paid once',
		async (retryAfterAs) => {
			const scene = await tests.scene();
			const submit = [{ kind: 'rateLimit', retryAfterSeconds: 3, retryAfterAs } as const];
			scene.novita.setDefault({ submit });
			const run = await scene.run(kling());
			expect(run.error).toBeUndefined();
			expect(scene.novita.tasks).toHaveLength(1);
			const [first, second] = scene.novita.requestsTo('submit');
			// A date has whole seconds only, so up to one of them is lost.
			expect(second.at - first.at).toBeGreaterThan(1_900);
			expect(second.at - first.at).toBeLessThan(6_000);
		},
	);

	it.concurrent('slows the submits of the other items down too', async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ prompt: 'one' },
			{ submit: [{ kind: 'rateLimit', retryAfterSeconds: 3 }] },
		);
		const node = kling({ ...SAY, waitMode: 'none', options: { maxConcurrentTasks: 2 } });
		const others = Array.from({ length: 6 }, (_, index) => `other ${index}`);
		const run = await scene.run(node, { input: say('one', ...others) });
		expect(run.error).toBeUndefined();
		expect(scene.novita.tasks).toHaveLength(7);
		const refusedAt = scene.novita.requestsTo('submit').find(({ status }) => status === 429)!.at;
		const inBetween = scene.novita
			.requestsTo('submit')
			.filter(({ at }) => at > refusedAt + 500 && at < refusedAt + 2_500);
		expect(inBetween).toEqual([]);
	});

	it.concurrent('of a submit does not hold back finished videos of other items', async () => {
		const scene = await tests.scene();
		const submit = [{ kind: 'rateLimit', retryAfterSeconds: 600, times: Infinity } as const];
		scene.novita.behave({ prompt: 'two' }, { submit });
		const node = kling({ ...SAY, options: { timeout: 0.2 } }, { onError: 'continueRegularOutput' });
		const startedAt = Date.now();
		const run = await scene.run(node, { input: say('one', 'two', 'three') });
		const ends = itemEnds(run, 3);
		expect(Date.now() - startedAt).toBeLessThan(8_000);
		expect(ends[1]?.failure?.kind).toBe('refused');
		expect([ends[0]?.failure, ends[2]?.failure]).toEqual([undefined, undefined]);
	});
});

describe('the hint', () => {
	it.concurrent('counts what was not paid again', async () => {
		const scene = await tests.scene();
		scene.novita.behave(
			{ prompt: 'four' },
			{ submit: [{ kind: 'refuse', reason: 'BILLING_FAILED' }] },
		);
		const node = kling(
			{ ...SAY, options: { maxConcurrentTasks: 1 }, waitMode: 'none' },
			RETRY_ON_FAIL,
		);
		const input = say('one', 'two', 'four', 'five', 'six');
		const run = await scene.run(node, { input });
		expect(run.status).toBe('success');
		expect(run.hints(KLING)).toMatchObject([
			{ message: '2 of 5 videos had already been submitted and were not paid for again' },
			{ message: expect.stringMatching(/^5 videos, about 5\.85 US dollars; 2 were already paid/) },
		]);
		expect(scene.paidPrompts).toEqual(['five', 'four', 'one', 'six', 'two']);
	});
});

describe('the ledger', () => {
	it.concurrent('is empty after full success, also after retries', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const run = await scene.run(kling(SAY, RETRY_ON_FAIL), { input: say('one', 'two') });
		expect(run.status).toBe('success');
		expect(ledger(run)).toEqual({});
	});

	it.concurrent('forgets a failed task, so that Retry submits a new one', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ ending: 'failed' });
		const failed = await scene.run(kling());
		expect(runFailure(failed)?.kind).toBe('taskFailed');
		expect(ledger(failed)).toEqual({});
		scene.novita.setDefault({});
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(2);
		expect(retried.output(KLING)[0]?.json.taskId).toBe(scene.taskIds[1]);
	});

	it.concurrent('never gives an item the task of another one, whatever their order', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: 'two' }, FAILING_ONCE);
		const failed = await scene.run(kling(SAY), { input: say('one', 'two', 'three') });
		expect(failed.status).toBe('error');
		// n8n itself keeps the order; an edited execution might not.
		failed.raw.data.executionData!.nodeExecutionStack[0].data.main[0]!.reverse();
		const retried = await scene.retry(failed);
		expect(retried.status).toBe('success');
		expect(promptsOut(retried, scene)).toEqual(['three', 'two', 'one']);
		expect(scene.paidPrompts.filter((prompt) => prompt === 'two')).toEqual(['two']);
	});

	it.concurrent(
		'pays for no edited prompt, and finds the task once it is changed back',
		async () => {
			const scene = await tests.scene();
			scene.novita.behave({ prompt: /./ }, FAILING_ONCE);
			const first = await scene.run(kling({ prompt: 'a cat' }));
			const changed = structuredClone(first.workflow);
			changed.nodes.find(({ name }) => name === KLING)!.parameters.prompt = 'a dog';
			const second = await scene.retry(first, changed);
			expect(second.errorText).toContain(scene.taskOf('a cat').taskId);
			const third = await scene.retry(second, first.workflow);
			expect(third.status).toBe('success');
			expect(promptsOut(third, scene)).toEqual(['a cat']);
			expect(scene.paidPrompts).toEqual(['a cat']);
		},
	);

	it.concurrent('does not grow over a long loop', async () => {
		const scene = await tests.scene();
		const rounds = 25;
		const prompts = Array.from({ length: rounds }, (_, index) => `round ${index}`);
		scene.novita.behave({ prompt: prompts.at(-1) }, FAILING_ONCE);
		const run = await scene.run(loopOver(kling({ ...SAY, waitMode: 'poll' })), {
			input: say(...prompts),
		});
		expect(run.status).toBe('error');
		expect(Object.keys(ledger(run))).toHaveLength(1);
		expect(scene.novita.tasks).toHaveLength(rounds);
		const retried = await scene.retry(run);
		expect(retried.status).toBe('success');
		expect(scene.novita.tasks).toHaveLength(rounds);
		expect(retried.output('End')).toHaveLength(rounds);
	});

	it.concurrent('does not grow where each round of a loop has an item that fails', async () => {
		const scene = await tests.scene();
		scene.novita.behave({ prompt: /bad/ }, { submit: [{ kind: 'reset', times: Infinity }] });
		const prompt = '={{ $json.say ?? "again" }}';
		const node = kling({ prompt }, { onError: 'continueRegularOutput' });
		const input = say('good', 'bad 1', 'good', 'bad 2', 'good', 'bad 3');
		const run = await scene.run(loopOver(node, 2), { input });
		expect(run.output('End')).toHaveLength(6);
		expect(Object.keys(ledger(run)).length).toBeLessThanOrEqual(2);
	});
});
