import { waitFor } from '../server/fixture/waitFor.cts';
import { KLING_TYPE } from '../klingType.cts';
import { startEditor, type Editor } from './editor.cts';
import { NODE_NAME } from './nodeTypeModel.cts';
import { takePicture, takeReadmePicture, watched } from './pictures.cts';

/** Longer than the test: the task is still going on when the pictures are taken. */
const TASK_SECONDS = 3600;

/** Two nodes need no more. */
const README_HEIGHT = 560;

/** The execution is suspended as soon as the task is submitted. */
const SUSPEND_LIMIT_MS = 60_000;

describe('suspend mode in the editor', () => {
	let editor: Editor;

	beforeAll(async () => {
		editor = await startEditor();
	});

	afterAll(async () => {
		await editor?.close();
	});

	/** Waits until the workflow's own execution is suspended. @returns its ID */
	async function waitingExecution(workflowId: string): Promise<string> {
		return await waitFor(
			async () => {
				const executions = await editor.client.executions({ workflowId, status: ['waiting'] });
				return executions.find(({ mode }) => mode === 'manual')?.id;
			},
			{ what: 'the execution to wait', limitMs: SUSPEND_LIMIT_MS },
		);
	}

	test('shows that the execution waits', async () => {
		await watched(editor.page, 'waiting', async () => {
			editor.standIn.setDefault({ seconds: TASK_SECONDS });
			const workflowId = await editor.openWorkflow({
				name: 'Make a video',
				nodes: [
					{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
					{
						name: NODE_NAME,
						type: KLING_TYPE,
						parameters: { prompt: 'A red fox runs through fresh snow', waitMode: 'suspend' },
						credentials: await editor.createCredential(),
					},
				],
			});
			await editor.page.getByTestId('execute-workflow-button').first().click();
			const node = editor.page.getByTestId('canvas-node').filter({ hasText: NODE_NAME });
			await node.getByText('Text to Video').waitFor();
			const id = await waitingExecution(workflowId);
			await takePicture(editor.page, 'waiting-canvas');

			await editor.visit(
				`/workflow/${workflowId}/executions/${id}`,
				editor.page.getByText('Waiting').first(),
			);
			await editor.setHeight(README_HEIGHT);
			await takeReadmePicture(editor.page, 'waiting');
			await editor.client.stopExecution(id);
			expect(editor.standIn.tasks).toHaveLength(1);
		});
	});
});
