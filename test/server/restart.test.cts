import { KLING, type Lab, outputOf } from './setup.cts';
import {
	expectCollectable,
	expectDelivered,
	learnUsualTime,
	type Phase,
	type PhaseRun,
	startInEachPhase,
} from './suspend/phases.cts';
import { useLab } from './useLab.cts';

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
	await Promise.all(ENDINGS.map(async ({ model }) => await learnUsualTime(lab, model)));
});

describe.each(ENDINGS)('$ending', ({ ending, model, end }) => {
	let runs: PhaseRun[];
	const runsIn = (phase: Phase) => runs.filter((run) => run.phase === phase);

	beforeAll(async () => {
		runs = await startInEachPhase(lab, ending, model);
		await end();
		await lab.n8n.restart();
	});

	test('in a sleep: the videos are delivered', async () => {
		for (const run of runsIn('asleep')) await expectDelivered(lab, run);
	});

	// n8n does not repeat a check in which it ended, so the run ends with what is known.
	test.each(['polling', 'downloading'] as const)(
		'while %s: the items name their tasks, whose videos can be fetched',
		async (phase) => {
			for (const run of runsIn(phase)) {
				const ended = await lab.ended(run.executionId);
				expect(outputOf(ended, KLING).map(({ json }) => json)).toEqual(
					run.texts.map((text) => {
						const { taskId } = lab.taskOf(text);
						const note = expect.stringContaining(`Get Result with Task ID ${taskId}`);
						return expect.objectContaining({ taskId, status: 'processing', note });
					}),
				);
				await expectCollectable(lab, run);
			}
		},
	);
});
