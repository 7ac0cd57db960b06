import axios from 'axios';
import { CALL, WHEN_CALLED, callOf } from '../callWorkflow.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { completeWorkflow, connectInOrder } from '../fixture/workflowDraft.cts';
import { HASH, KLING, MANUAL, ORIGIN, outputOf, prompts, to } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { webhook } from '../taskLog/production.cts';

const SUSPEND = { waitMode: 'suspend' };

const ONE_ROUND = { seconds: 10 };

/** Everywhere in n8n that a run can be suspended. */
export function testPlaces(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'in production, started by a webhook', async (lab) => {
		lab.novita.behave({ prompt: 'a hooked fish' }, ONE_ROUND);
		const path = 'make-a-video';
		const node = lab.kling({ ...SUSPEND, prompt: '={{ $json.body.prompt }}' });
		const workflowId = await lab.n8n.createWorkflow({ nodes: [webhook(path), node, HASH] });
		await lab.n8n.activate(workflowId);
		await axios.post(lab.n8n.webhookUrl(path), { prompt: 'a hooked fish' });
		const { id } = await waitFor(
			async () => (await lab.n8n.executions({ workflowId })).find(({ mode }) => mode === 'webhook'),
			{ what: 'the webhook to start an execution', limitMs: 30_000 },
		);
		const execution = await lab.ended(id);

		expect(execution.status).toBe('success');
		lab.expectDelivered('a hooked fish', outputOf(execution, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'in a sub-workflow, whose caller waits with it', async (lab) => {
		const texts = ['a nested gnu', 'another nested gnu'];
		texts.forEach((prompt) => lab.novita.behave({ prompt }, ONE_ROUND));
		const subId = await lab.n8n.createWorkflow({ nodes: [WHEN_CALLED, lab.kling(SUSPEND)] });
		const executionId = await lab.run(...prompts(...texts), callOf(subId), HASH, ORIGIN);
		expect((await lab.n8n.waitForExecution(executionId, ['waiting'])).waitTill).toMatch(/^2999-/);
		const execution = await lab.ended(executionId);

		expect(execution.status).toBe('success');
		const items = outputOf(execution, ORIGIN.name).map(({ json }) => json);
		expect(items.map(({ origin }) => origin)).toEqual(texts);
		texts.forEach((prompt, index) => lab.expectDelivered(prompt, items[index].sha256));
	});

	sideBySide(labOfFile, 'in a sub-workflow that is part of the node that calls it', async (lab) => {
		lab.novita.behave({ prompt: 'an inline ibis' }, ONE_ROUND);
		const inline = completeWorkflow({ nodes: [WHEN_CALLED, lab.kling(SUSPEND)] });
		const call = {
			name: CALL,
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			parameters: { source: 'parameter', workflowJson: JSON.stringify(inline) },
		};
		const execution = await lab.ended(await lab.run(...prompts('an inline ibis'), call, HASH));

		expect(execution.status).toBe('success');
		lab.expectDelivered('an inline ibis', outputOf(execution, HASH.name)[0].json.sha256);
	});

	sideBySide(labOfFile, 'in a loop, a video each round', async (lab) => {
		const texts = ['a hen in round one', 'a hen in round two'];
		texts.forEach((prompt) => lab.novita.behave({ prompt }, ONE_ROUND));
		const loop = {
			name: 'Loop',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			parameters: { batchSize: 1 },
		};
		const before = [MANUAL, ...prompts(...texts), loop];
		const workflowId = await lab.n8n.createWorkflow({
			nodes: [...before, lab.kling(SUSPEND), HASH],
			connections: {
				...connectInOrder(before),
				// The first output is for the end of the loop, the second one for each round.
				[loop.name]: { main: [to(HASH.name), to(KLING)] },
				[KLING]: { main: [to(loop.name)] },
			},
		});
		const execution = await lab.ended(await lab.n8n.runManually(workflowId));

		expect(execution.status).toBe('success');
		const items = outputOf(execution, HASH.name).map(({ json }) => json);
		texts.forEach((prompt, index) => lab.expectDelivered(prompt, items[index].sha256));
	});

	sideBySide(labOfFile, 'Get Result on a task that still runs', async (lab) => {
		const taskId = lab.novita.addTask({ behaviour: { seconds: 20 } });
		const node = lab.kling({ ...SUSPEND, operation: 'getResult', taskId });
		const execution = await lab.ended(await lab.run(node, HASH));

		expect(execution.status).toBe('success');
		expect(outputOf(execution, KLING)[0].json).toMatchObject({
			taskId,
			status: 'succeeded',
			operation: 'getResult',
		});
		expect(outputOf(execution, HASH.name)[0].json.sha256).toBe(lab.videoHash(taskId));
	});
}
