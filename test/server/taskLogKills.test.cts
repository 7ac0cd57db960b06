import type { Execution } from './fixture/execution.cts';
import { errorOf, KLING, type Lab, outputOf } from './setup.cts';
import { casesOf, goOn, start, untilTasksAreLogged, type StartedCase } from './taskLog/kills.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { useLab } from './useLab.cts';

const GRACE_SECONDS = '5';

let lab: Lab;

useLab((started) => (lab = started), {
	environment: { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: GRACE_SECONDS },
});

/** The ways in which executions end before their work is done. */
const ENDINGS: Readonly<Record<string, (started: readonly StartedCase[]) => Promise<void>>> = {
	'a Stop': async (started) => {
		await Promise.all(
			started.map(async ({ executionId }) => await lab.n8n.stopExecution(executionId)),
		);
		// The answers to the submits that were under way still count.
		await Promise.all(started.map(async (tested) => await untilTasksAreLogged(lab, tested)));
	},
	'kill -9': async () => {
		await lab.n8n.kill();
		await lab.n8n.restart();
	},
	SIGTERM: async () => {
		await lab.n8n.terminate();
		await lab.n8n.restart();
	},
};

describe.each(Object.entries(ENDINGS))('after %s', (ending, end) => {
	const cases = casesOf(ending);
	let results: Array<PromiseSettledResult<Execution>>;

	beforeAll(async () => {
		const started = await Promise.all(cases.map(async (tested) => await start(lab, tested)));
		await end(started);
		// One that goes wrong is the failure of its own test.
		results = await Promise.allSettled(
			started.map(async (tested) => {
				const ended = await lab.n8n.waitForExecution(tested.executionId);
				expect(ended.status).toBe(ending === 'a Stop' ? 'canceled' : 'crashed');
				return await lab.ended(await goOn(lab, tested));
			}),
		);
	});

	test.each(cases.map((tested) => [tested.name, tested] as const))('%s', async (_name, tested) => {
		const { moment, texts } = tested;
		const result = results[cases.indexOf(tested)];
		if (result.status === 'rejected') throw result.reason;
		const execution = result.value;
		// Throws where a video was paid more than once, or not at all.
		const tasks = texts.map((prompt) => lab.taskOf(prompt));
		const rows = await rowsOf(lab, ...texts);
		expect(rows).toHaveLength(texts.length);
		if (moment === 'submit' && ending !== 'a Stop') {
			// n8n ended between the request and its answer, so nobody knows the task.
			expectRefusedAsUnknown(execution, texts.length);
			expect(rows).toMatchObject(texts.map((_text, item) => ({ item, taskId: '' })));
			return;
		}
		const items = outputOf(execution, KLING);
		expect(items.map(({ json }) => json)).toMatchObject(
			tasks.map(({ taskId }) => ({ taskId, status: 'succeeded' })),
		);
		expect(items.every(({ binary }) => binary?.data !== undefined)).toBe(true);
		expect(rows).toMatchObject(
			tasks.map(({ taskId }, item) => ({ item, taskId, status: 'delivered' })),
		);
	});
});

/** The user reads for each item that it may be paid, and that it is not submitted again by itself. */
function expectRefusedAsUnknown(execution: Execution, count: number): void {
	if (count === 1) {
		expect(errorOf(execution).message).toMatch(/unknown whether Novita accepted the request/);
		return;
	}
	expect(outputOf(execution, KLING).map(({ json }) => json.error)).toMatchObject(
		Array.from({ length: count }, () => ({ kind: 'unknownOutcome' })),
	);
}
