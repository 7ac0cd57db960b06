import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from './fixture/waitFor.cts';
import { KLING, type Lab, LIMIT_MS, OFTEN, outputOf, prompts, to } from './setup.cts';
import { rowsOf } from './taskLog/logTable.cts';
import { startInProduction } from './taskLog/production.cts';
import { useLab } from './useLab.cts';

/*
 * After a crash n8n rebuilds what the execution's nodes had done from its log of events. The retry
 * begins at the trigger all the same, and counts the runs of each node on from there: the run index
 * of a retry is another one than that of the execution it retries.
 */

let lab: Lab;

useLab((started) => (lab = started));

/** Waits until the log has a status for the one task of a prompt, and n8n has noted what went before. */
async function untilLogged(text: string, wanted: string): Promise<void> {
	await waitFor(
		async () => (await rowsOf(lab, text)).some(({ status }) => status === wanted) || undefined,
		{ what: `"${text}" to be ${wanted}`, limitMs: LIMIT_MS },
	);
	await sleep(1000);
}

/** Ends n8n in the middle of an execution, and starts it again. */
async function killAndRestart(executionId: string): Promise<void> {
	await lab.n8n.kill();
	await lab.n8n.restart();
	await lab.n8n.waitForExecution(executionId, ['crashed', 'error']);
}

/** Waits until the video of each prompt is being downloaded for the nth time. */
async function untilDownloaded(texts: readonly string[], times: number): Promise<void> {
	await lab.novita.waitFor(
		() => texts.every((text) => (lab.tasksOf(text)[0]?.downloads ?? 0) >= times),
		LIMIT_MS,
	);
	for (const text of texts) await untilLogged(text, 'submitted');
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
	await killAndRestart(executionId);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	// The runs that n8n recovers come first, without their items.
	const given = retried.data.resultData.runData[KLING].flatMap(
		({ data }) => data?.main[0]?.[0].json.taskId ?? [],
	);
	expect(given).toEqual(texts.map((prompt) => lab.taskOf(prompt).taskId));
});

test('an order that was killed twice in a row is paid once, and delivered in the end', async () => {
	const texts = ['a goose with bad luck', 'another goose with bad luck'];
	const video = [{ kind: 'hang', times: 2 }] as const;
	for (const prompt of texts) lab.novita.behave({ prompt }, { seconds: 1, video });
	const nodes = [...prompts(...texts), lab.kling({ options: OFTEN })];
	const { executionId, workflowId } = await startInProduction(lab, 'bad-luck', nodes);
	await untilDownloaded(texts, 1);
	await killAndRestart(executionId);

	const cutOff = lab.n8n.retryExecution(executionId).catch(() => undefined);
	await untilDownloaded(texts, 2);
	await lab.n8n.kill();
	await cutOff;
	await lab.n8n.restart();
	const [retry] = await lab.n8n.executions({ workflowId });
	expect(retry).toMatchObject({ mode: 'retry', retryOf: executionId });
	await lab.n8n.waitForExecution(retry.id, ['crashed', 'error']);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	const taskIds = texts.map((prompt) => lab.taskOf(prompt).taskId);
	expect(outputOf(retried, KLING)).toMatchObject(
		taskIds.map((taskId) => ({ json: { taskId }, binary: { data: {} } })),
	);
	expect(await rowsOf(lab, ...texts)).toMatchObject(
		taskIds.map((taskId) => ({ taskId, status: 'delivered' })),
	);
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
	await killAndRestart(executionId);

	const retried = await lab.ended(await lab.n8n.retryExecution(executionId));
	const { taskId } = lab.taskOf(text);
	expect(outputOf(retried, KLING)).toMatchObject([{ json: { taskId }, binary: { data: {} } }]);
});
