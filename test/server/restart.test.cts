import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from '../novita-standin/standin.cts';
import { HASH, KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

const SUSPEND = { waitMode: 'suspend' };

/** The node of the sub-workflow that waits. */
const WAIT = 'Wait Until the Next Check';

/** Milliseconds: less than the first wait, so that who starts so much later sleeps during that check. */
const LATER = 30_000;

/** Seconds that tasks took before, so that a run which knows that polls half a minute for its own. */
const USUAL_SECONDS = 80;

/** A step of the wait in the middle of which n8n ends. */
type Phase = 'asleep' | 'polling' | 'downloading';

/** The first item keeps the check busy. */
const FIRST: Readonly<Record<Phase, Behaviour>> = {
	asleep: { seconds: 1 },
	polling: { seconds: 2 * USUAL_SECONDS },
	downloading: { seconds: 1, video: [{ kind: 'slow', bytesPerSecond: 100 }] },
};

const OTHERS: Readonly<Record<Phase, Behaviour>> = { ...FIRST, downloading: { seconds: 1 } };

/** An execution that n8n ends in the middle of a phase. */
interface Case {
	readonly phase: Phase;
	readonly texts: readonly string[];
	readonly executionId: string;
}

let lab: Lab;

useLab((started) => (lab = started), {
	environment: { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5' },
});

/** How n8n ends; each with a model of its own, whose usual time the other one does not change. */
const ENDINGS = [
	{ ending: 'kill -9', model: 'kling-v2.1-master', end: async () => await lab.n8n.kill() },
	{ ending: 'a redeploy', model: 'kling-v3.0-std', end: async () => await lab.n8n.terminate() },
] as const;

beforeAll(async () => {
	const ended = ENDINGS.map(async ({ model }) => {
		const texts = [1, 2, 3].map((number) => `${model} before ${number}`);
		for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: USUAL_SECONDS });
		return await lab.ended(await lab.run(...prompts(...texts), lab.kling({ model })));
	});
	for (const { status } of await Promise.all(ended)) expect(status).toBe('success');
});

/** Starts an execution with one item and one with twenty, and waits until both are suspended. */
async function start(ending: string, model: string, phase: Phase): Promise<Case[]> {
	return await Promise.all(
		[1, 20].map(async (count) => {
			const texts = Array.from(
				{ length: count },
				(_, item) => `${ending} ${phase} ${count} ${item}.`,
			);
			for (const prompt of texts) lab.novita.behave({ prompt }, OTHERS[phase]);
			lab.novita.behave({ prompt: texts[0] }, FIRST[phase]);
			const executionId = await lab.run(
				...prompts(...texts),
				lab.kling({ ...SUSPEND, model }),
				HASH,
			);
			await lab.n8n.waitForExecution(executionId, ['waiting'], LIMIT_MS);
			return { phase, texts, executionId };
		}),
	);
}

/** The sub-workflow that a suspended execution waits in: how often it has begun to wait. */
async function waitsOf({ executionId }: Case): Promise<number> {
	const { workflowId } = await lab.n8n.execution(executionId);
	const waiting = await lab.n8n.executions({ workflowId, status: ['waiting'] });
	const child = waiting.find(({ id }) => id !== executionId);
	if (!child) return 0;
	const { data } = await lab.n8n.execution(child.id);
	return data.resultData.runData[WAIT]?.length ?? 0;
}

describe.each(ENDINGS)('$ending', ({ ending, model, end }) => {
	let cases: Case[];
	const casesIn = (phase: Phase) => cases.filter((tested) => tested.phase === phase);

	beforeAll(async () => {
		const [polling, downloading] = await Promise.all([
			start(ending, model, 'polling'),
			start(ending, model, 'downloading'),
		]);
		await sleep(LATER);
		const asleep = await start(ending, model, 'asleep');
		cases = [...asleep, ...polling, ...downloading];
		await lab.novita.waitFor(
			() =>
				polling.every(({ texts }) => lab.taskOf(texts[0]).statusRequests > 1) &&
				downloading.every(({ texts }) => lab.taskOf(texts[0]).downloads > 0),
			LIMIT_MS,
		);
		expect(await Promise.all(asleep.map(waitsOf))).toEqual([1, 1]);
		await end();
		await lab.n8n.restart();
	});

	test('in a sleep: the videos are delivered', async () => {
		for (const { texts, executionId } of casesIn('asleep')) {
			const execution = await lab.ended(executionId);
			expect(execution.status).toBe('success');
			const items = outputOf(execution, HASH.name);
			expect(items).toHaveLength(texts.length);
			texts.forEach((text, item) => lab.expectDelivered(text, items[item].json.sha256));
		}
	});

	// n8n does not repeat a check in which it ended, so the run ends with what is known.
	test.each(['polling', 'downloading'] as const)(
		'while %s: the items name their tasks, whose videos can be fetched',
		async (phase) => {
			for (const { texts, executionId } of casesIn(phase)) {
				const tasks = texts.map((text) => lab.taskOf(text));
				const ended = await lab.ended(executionId);
				expect(outputOf(ended, KLING).map(({ json }) => json)).toEqual(
					tasks.map(({ taskId }) =>
						expect.objectContaining({
							taskId,
							status: 'processing',
							note: expect.stringContaining(`Get Result with Task ID ${taskId}`),
						}),
					),
				);
				const open = await rowsOf(lab, ...texts);
				expect(open).toMatchObject(tasks.map(({ taskId }) => ({ taskId, status: 'submitted' })));

				const collected = await collect(tasks.map(({ taskId }) => taskId));
				expect(collected).toEqual(tasks.map(({ taskId }) => lab.videoHash(taskId)));
				expect(await rowsOf(lab, ...texts)).toMatchObject(
					tasks.map(() => ({ status: 'delivered' })),
				);
				// Throws where a video was paid more than once.
				texts.forEach((text) => lab.taskOf(text));
			}
		},
	);
});

/** The hashes of the videos that Get Result gives. */
async function collect(taskIds: readonly string[]): Promise<unknown[]> {
	const getResult = lab.kling({
		operation: 'getResult',
		taskId: '={{ $json.prompt }}',
		waitMode: 'poll',
		options: OFTEN,
	});
	const execution = await lab.ended(await lab.run(...prompts(...taskIds), getResult, HASH));
	return outputOf(execution, HASH.name).map(({ json }) => json.sha256);
}
