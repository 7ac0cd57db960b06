import type { Behaviour } from '../../novita-standin/standin.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { type Lab, LIMIT_MS, MANUAL, OFTEN, prompts } from '../setup.cts';
import { rowsOf } from './logTable.cts';
import { startInProduction } from './production.cts';

/** Seconds after which Novita answers a submit that a Stop does not cut off. */
const LATE_ANSWER = 15;

/** Longer than n8n lives after all cases have started, on any machine. */
const ANSWER_AFTER_THE_END = 300;

/** A step in the middle of which an execution is ended. */
export type Moment = 'submit' | 'polling' | 'download';

/** How an execution is started, and so how its user goes on with it. */
export type Mode = 'production' | 'manual';

/** One execution that is ended in the middle of its work. */
export interface Case {
	readonly name: string;
	readonly moment: Moment;
	readonly mode: Mode;
	readonly texts: readonly string[];
	/** Seconds after which a submit is answered in whose middle the execution is ended. */
	readonly answerSeconds: number;
}

/** A case that runs. */
export interface StartedCase extends Case {
	readonly workflowId: string;
	readonly executionId: string;
}

const BEHAVIOURS: Readonly<Record<Moment, (tested: Case) => Behaviour>> = {
	submit: ({ answerSeconds: seconds }) => ({
		seconds: 1,
		submit: [{ kind: 'delay', seconds, accepted: true }],
	}),
	polling: () => ({ seconds: 30 }),
	download: () => ({ seconds: 1, video: [{ kind: 'slow', bytesPerSecond: 100 }] }),
};

/** Every moment with one item and with three, in production and by hand. */
export function casesOf(ending: string): Case[] {
	const answerSeconds = ending === 'a Stop' ? LATE_ANSWER : ANSWER_AFTER_THE_END;
	return (['submit', 'polling', 'download'] as const).flatMap((moment) =>
		(['production', 'manual'] as const).flatMap((mode) =>
			[1, 3].map((count) => {
				const name = `${ending} ${moment} ${mode} ${count}`;
				const texts = Array.from({ length: count }, (_text, index) => `${name} no ${index}`);
				return { name, moment, mode, texts, answerSeconds };
			}),
		),
	);
}

/** Starts the case, and waits until it is in the middle of its work. */
export async function start(lab: Lab, tested: Case): Promise<StartedCase> {
	const { name, moment, mode, texts } = tested;
	for (const prompt of texts) lab.novita.behave({ prompt }, BEHAVIOURS[moment](tested));
	const onError = texts.length > 1 ? 'continueRegularOutput' : 'stopWorkflow';
	const nodes = [...prompts(...texts), lab.kling({ options: OFTEN }, { onError })];
	if (mode === 'production') {
		const path = name.replaceAll(' ', '-');
		const started = await startInProduction(lab, path, nodes);
		await untilInTheMiddle(lab, tested);
		return { ...tested, ...started };
	}
	const workflowId = await lab.n8n.createWorkflow({ nodes: [MANUAL, ...nodes] });
	const executionId = await lab.n8n.runManually(workflowId);
	await untilInTheMiddle(lab, tested);
	return { ...tested, workflowId, executionId };
}

/** Goes on as the user does: with the Retry button, or by running the workflow again. @returns the execution's ID */
export async function goOn(lab: Lab, started: StartedCase): Promise<string> {
	const { mode, workflowId, executionId } = started;
	return mode === 'production'
		? await lab.n8n.retryExecution(executionId)
		: await lab.n8n.runManually(workflowId);
}

/** Waits until the log says of every item which task it has. */
export async function untilTasksAreLogged(lab: Lab, { texts }: Pick<Case, 'texts'>): Promise<void> {
	await waitFor(
		async () => {
			const rows = await rowsOf(lab, ...texts);
			return (rows.length === texts.length && rows.every(({ taskId }) => taskId)) || undefined;
		},
		{
			what: `the tasks of "${texts.join('", "')}" to be in the log`,
			limitMs: LIMIT_MS,
		},
	);
}

async function untilInTheMiddle(lab: Lab, tested: Case): Promise<void> {
	const { moment, texts } = tested;
	const isInTheMiddle: Record<Moment, (text: string) => boolean> = {
		submit: () => true,
		polling: (text) => lab.taskOf(text).statusRequests > 0,
		download: (text) => lab.taskOf(text).downloads > 0,
	};
	await lab.novita.waitFor(
		() => lab.tasksOf(...texts).length === texts.length && texts.every(isInTheMiddle[moment]),
		LIMIT_MS,
	);
	// The task's ID is committed a moment after the answer; longer where n8n is busy.
	if (moment !== 'submit') await untilTasksAreLogged(lab, tested);
}
