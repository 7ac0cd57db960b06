import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour } from '../../novita-standin/standin.cts';
import { HASH, type Lab, LIMIT_MS, OFTEN, outputOf, prompts } from '../setup.cts';
import { rowsOf } from '../taskLog/logTable.cts';
import { startInProduction } from '../taskLog/production.cts';

/** The node of the sub-workflow that waits. */
const WAIT = 'Wait Until the Next Check';

/** Milliseconds: less than the first wait, so that who starts so much later sleeps during that check. */
const LATER = 45_000;

/** Seconds that tasks took before, so that a run which knows that polls half a minute for its own. */
const USUAL_SECONDS = 80;

/** A step of a suspended run in the middle of which it is ended. */
export type Phase = 'asleep' | 'polling' | 'downloading';

/** The first item keeps the check busy. */
const FIRST: Readonly<Record<Phase, Behaviour>> = {
	asleep: { seconds: 1 },
	polling: { seconds: 2 * USUAL_SECONDS },
	downloading: { seconds: 1, video: [{ kind: 'slow', bytesPerSecond: 100 }] },
};

const OTHERS: Readonly<Record<Phase, Behaviour>> = { ...FIRST, downloading: { seconds: 1 } };

/** A suspended run in the middle of a phase. */
export interface PhaseRun {
	readonly phase: Phase;
	readonly texts: readonly string[];
	readonly workflowId: string;
	readonly executionId: string;
}

/** Lets the node learn how long tasks of a model take, so that its checks poll for them. */
export async function learnUsualTime(lab: Lab, model: string): Promise<void> {
	const texts = [1, 2, 3].map((number) => `${model} before ${number}`);
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: USUAL_SECONDS });
	const { status } = await lab.ended(await lab.run(...prompts(...texts), lab.kling({ model })));
	expect(status).toBe('success');
}

/**
 * Starts a suspended run with one item and one with twenty for each phase, and waits until each is in
 * the middle of it.
 *
 * @param name also the beginning of the webhooks' paths
 */
export async function startInEachPhase(lab: Lab, name: string, model: string): Promise<PhaseRun[]> {
	const busy = await Promise.all([
		start(lab, name, model, 'polling'),
		start(lab, name, model, 'downloading'),
	]);
	await sleep(LATER);
	const asleep = await start(lab, name, model, 'asleep');
	const [polling, downloading] = busy;
	await lab.novita.waitFor(
		() =>
			polling.every(({ texts }) => lab.taskOf(texts[0]).statusRequests > 1) &&
			downloading.every(({ texts }) => lab.taskOf(texts[0]).downloads > 0),
		LIMIT_MS,
	);
	const waits = asleep.map(async (run) => await waitsOf(lab, run));
	expect(await Promise.all(waits)).toEqual([1, 1]);
	return [...asleep, ...busy.flat()];
}

/** Expects that a run that went on has delivered every video, each paid and fetched once. */
export async function expectDelivered(lab: Lab, { texts, executionId }: PhaseRun): Promise<void> {
	const execution = await lab.ended(executionId);
	expect(execution.status).toBe('success');
	const items = outputOf(execution, HASH.name);
	expect(items).toHaveLength(texts.length);
	texts.forEach((text, item) => lab.expectDelivered(text, items[item].json.sha256));
}

/** Expects that the log has every task of a run that has ended, and that Get Result fetches the videos for free. */
export async function expectCollectable(lab: Lab, { texts }: PhaseRun): Promise<void> {
	const taskIds = texts.map((text) => lab.taskOf(text).taskId);
	expect(await rowsOf(lab, ...texts)).toMatchObject(
		taskIds.map((taskId) => ({ taskId, status: 'submitted' })),
	);
	const getResult = lab.kling({
		operation: 'getResult',
		taskId: '={{ $json.prompt }}',
		waitMode: 'poll',
		options: OFTEN,
	});
	const collected = await lab.ended(await lab.run(...prompts(...taskIds), getResult, HASH));
	const hashes = outputOf(collected, HASH.name).map(({ json }) => json.sha256);
	expect(hashes).toEqual(taskIds.map((taskId) => lab.videoHash(taskId)));
	expect(await rowsOf(lab, ...texts)).toMatchObject(taskIds.map(() => ({ status: 'delivered' })));
	// Throws where a video was paid more than once.
	texts.forEach((text) => lab.taskOf(text));
}

async function start(lab: Lab, name: string, model: string, phase: Phase): Promise<PhaseRun[]> {
	return await Promise.all(
		[1, 20].map(async (count) => {
			const path = `${name} ${phase} ${count}`.replaceAll(' ', '-');
			const texts = Array.from({ length: count }, (_, item) => `${path} ${item}.`);
			for (const prompt of texts) lab.novita.behave({ prompt }, OTHERS[phase]);
			lab.novita.behave({ prompt: texts[0] }, FIRST[phase]);
			const nodes = [...prompts(...texts), lab.kling({ waitMode: 'suspend', model }), HASH];
			const started = await startInProduction(lab, path, nodes);
			await lab.n8n.waitForExecution(started.executionId, ['waiting'], LIMIT_MS);
			return { phase, texts, ...started };
		}),
	);
}

/** How often the sub-workflow that a suspended run waits in has begun to wait. */
async function waitsOf(lab: Lab, { workflowId, executionId }: PhaseRun): Promise<number> {
	const waiting = await lab.n8n.executions({ workflowId, status: ['waiting'] });
	const child = waiting.find(({ id }) => id !== executionId);
	if (!child) return 0;
	const { data } = await lab.n8n.execution(child.id);
	return data.resultData.runData[WAIT]?.length ?? 0;
}
