import { join } from 'node:path';
import { KLING_TYPE } from '../klingType.cts';
import { waitFor } from '../server/fixture/waitFor.cts';
import { startEditor, type Editor } from './editor.cts';
import { Film } from './film.cts';
import { NodePanel } from './nodePanel.cts';
import { NODE_NAME } from './nodeTypeModel.cts';
import { README_FOLDER, RENEWS_PICTURES, takePicture, watched } from './pictures.cts';
import { playVideo } from './playVideo.cts';
import { showPointer } from './pointer.cts';

/** A little wider than GitHub shows a README, so that its texts stay readable. */
const WINDOW = { width: 1180, height: 700 };

/** What the video really shows, so that the picture is honest about it. */
const PROMPT = 'A dandelion clock in a meadow at sunset, the camera glides slowly closer';

/** A photograph in motion, made by `video/makeVideo.sh`: the stand-in's own videos are colours only. */
const VIDEO = join(__dirname, 'video', 'dandelion-meadow.mp4');

/** The wait of minutes, cut short: over at the second poll. */
const TASK_SECONDS = 1.5;

/** Three letters of somebody who types fast, or a part of the pointer's way. */
const STEP_MS = 90;

/** n8n saves a second or two after the last letter. */
const SAVE_LIMIT_MS = 30_000;

/** Time to look at what has changed. */
const PAUSE_MS = 1200;

/** The film shows the wait for three seconds at most. */
const MOST_WAITING_STEPS = 33;

/** Almost the whole video of five seconds. */
const PLAYED_SECONDS = 4.5;

describe('the moving picture of the README', () => {
	let editor: Editor;
	let panel: NodePanel;
	let workflowId: string;

	beforeAll(async () => {
		editor = await startEditor();
		await editor.page.setViewportSize(WINDOW);
		panel = new NodePanel(editor.page);
		workflowId = await editor.openWorkflow({
			name: 'From a prompt to a video',
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: NODE_NAME, type: KLING_TYPE, credentials: await editor.createCredential() },
			],
		});
		await panel.open();
		await panel.makeRoomForOutput();
	});

	afterAll(async () => {
		await editor?.close();
	});

	/** Waits until n8n has saved all that was typed: for a moment, it would run the node with a part of it. */
	async function promptTakenOver(): Promise<void> {
		await waitFor(
			async () => {
				const { nodes } = await editor.client.workflow(workflowId);
				return nodes.some(({ parameters }) => parameters.prompt === PROMPT) || undefined;
			},
			{ what: 'n8n to save the prompt', limitMs: SAVE_LIMIT_MS },
		);
	}

	test('a prompt is typed, the node runs, and its video plays', async () => {
		await watched(editor.page, 'moving-picture', async () => {
			const video = [{ kind: 'file', path: VIDEO } as const];
			editor.standIn.setDefault({ seconds: TASK_SECONDS, video });
			const film = RENEWS_PICTURES ? new Film(editor.page) : undefined;
			const step = async () => await film?.take(STEP_MS);
			const pointer = await showPointer(editor.page, { x: WINDOW.width / 2, y: WINDOW.height / 2 });
			await film?.take(PAUSE_MS);

			const prompt = panel.parameter('prompt').locator('textarea').first();
			await pointer.click(prompt, step);
			for (const letters of PROMPT.match(/.{1,3}/g) ?? []) {
				await prompt.pressSequentially(letters);
				await step();
			}
			await promptTakenOver();
			await film?.take(PAUSE_MS);
			await pointer.click(panel.root.getByTestId('node-execute-button'), step);

			const file = panel.output.getByTestId('ndv-binary-data_0');
			await film?.takeUntil(file, STEP_MS, MOST_WAITING_STEPS);
			await file.waitFor();
			await film?.take(PAUSE_MS);
			await pointer.click(file.getByTestId('ndv-view-binary-data'), step);

			const shown = panel.output.locator('video');
			await film?.slowDown(shown);
			const played = playVideo(shown, PLAYED_SECONDS);
			await film?.takeVideo(shown, PLAYED_SECONDS);
			expect(await played).toBeGreaterThanOrEqual(PLAYED_SECONDS);
			await film?.take(PAUSE_MS);
			await film?.save(join(README_FOLDER, 'prompt-to-video.webp'));
			await takePicture(editor.page, 'moving-picture-end');
			expect(editor.standIn.tasks.map(({ body }) => body.prompt)).toEqual([PROMPT]);
		});
	});
});
