import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from './fixture/waitFor.cts';
import { KLING, outputOf, prompts, startLab, to, type Lab } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';

/*
 * After a crash n8n rebuilds what the execution's nodes had done from its log of events. The retry
 * begins at the trigger all the same, and counts the runs of each node on from there: the run index
 * of a retry is another one than that of the execution it retries.
 */

const LIMIT_MS = 90_000;

/** Often enough that no test waits long for a poll. */
const OFTEN = { pollInterval: 1 };

let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
});

afterAll(async () => {
	await lab?.stop();
});

/** Waits until the log has a status for the one task of a prompt, and n8n has noted what went before. */
async function untilLogged(text: string, wanted: string): Promise<void> {
	await waitFor(
		async () => (await rowsOf(lab, text)).some(({ status }) => status === wanted) || undefined,
		{ what: `"${text}" to be ${wanted}`, limitMs: LIMIT_MS },
	);
	await sleep(1000);
}

test('a loop that was killed in its second round goes on there', async () => {
	const texts = ['a goose of round 1', 'a goose of round 2', 'a goose of round 3'];
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: 1 });
	lab.novita.behave({ prompt: texts[1] }, { seconds: 25 });
	const loop = {
		name: 'Loop',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize: 1 },
	};
	const [list, source] = prompts(...texts);
	const nodes = [list, source, loop, lab.kling({ options: OFTEN })];
	const connections = {
		Webhook: { main: [to(list.name)] },
		[list.name]: { main: [to(source.name)] },
		[source.name]: { main: [to(loop.name)] },
		[loop.name]: { main: [[], to(KLING)] },
		[KLING]: { main: [to(loop.name)] },
	};
	const { executionId } = await startInProduction(lab, 'loop', nodes, { connections });
	await untilLogged(texts[1], 'submitted');
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	// The runs that n8n recovers come first, without their items.
	const given = retried.data.resultData.runData[KLING].flatMap(
		({ data }) => data?.main[0]?.[0].json.taskId ?? [],
	);
	expect(given).toEqual(texts.map((prompt) => lab.taskOf(prompt).taskId));
});

test('an execution that was killed after the node had ended is retried without paying again', async () => {
	const text = 'a goose that is made already';
	lab.novita.behave({ prompt: text }, { seconds: 1 });
	// A wait that short stays in the process, as a long upload does.
	const upload = {
		name: 'Upload',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 20, unit: 'seconds' },
	};
	const nodes = [...prompts(text), lab.kling({ options: OFTEN }), upload];
	const { executionId } = await startInProduction(lab, 'upload', nodes);
	await untilLogged(text, 'delivered');
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	const { taskId } = lab.taskOf(text);
	expect(outputOf(retried, KLING)).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
});
