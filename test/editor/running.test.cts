import { readFile } from 'node:fs/promises';
import { KLING_TYPE } from '../klingType.cts';
import { cutOffTexts } from './cutOffTexts.cts';
import { startEditor, type Editor } from './editor.cts';
import { NodePanel } from './nodePanel.cts';
import { NODE_NAME } from './nodeTypeModel.cts';
import { takePicture, watched } from './pictures.cts';
import { playVideo } from './playVideo.cts';

/** What the stand-in's video really shows. */
const PROMPT = 'Soft colours of an evening sky drift slowly past the camera';

/** Far enough into the five seconds for a picture that shows it playing. */
const PLAYED_SECONDS = 2;

const LONG_PROMPT = 'A red fox runs through fresh snow. '.repeat(80);

const FAILURE_REASON = 'The prompt was flagged by the content check';

describe('running the node in the editor', () => {
	let editor: Editor;
	let panel: NodePanel;

	beforeAll(async () => {
		editor = await startEditor();
		panel = new NodePanel(editor.page);
		await editor.openWorkflow({
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: NODE_NAME, type: KLING_TYPE, credentials: await editor.createCredential() },
			],
		});
		await panel.open();
	});

	beforeEach(() => {
		editor.standIn.reset();
	});

	afterAll(async () => {
		await editor?.close();
	});

	/** Waits for an error that fits, and returns what it says. */
	async function shownError(about: RegExp): Promise<{ message: string; description: string }> {
		const line = panel.output.getByTestId('node-error-message').filter({ hasText: about });
		const message = await line.innerText();
		const description = await panel.output.getByTestId('node-error-description').innerText();
		expect(await cutOffTexts(panel.output)).toEqual([]);
		return { message, description };
	}

	test('delivers the video, which can be watched and downloaded', async () => {
		await watched(editor.page, 'run', async () => {
			await panel.write('prompt', PROMPT);
			await panel.execute();
			const file = panel.output.getByTestId('ndv-binary-data_0');
			await file.waitFor();
			const [task] = editor.standIn.tasks;
			const name = `soft-colours-of-an-evening-${task.taskId.slice(0, 8)}.mp4`;
			expect(await file.innerText()).toContain(name);
			expect(await file.innerText()).toContain('video/mp4');

			const downloading = editor.page.waitForEvent('download');
			await file.getByTestId('ndv-download-binary-data').click();
			const download = await downloading;
			expect(download.suggestedFilename()).toBe(name);
			const video = await readFile(editor.standIn.videoFile(task.taskId));
			expect((await readFile(await download.path())).equals(video)).toBe(true);

			await panel.makeRoomForOutput();
			await takePicture(editor.page, 'run-finished');
			await file.getByTestId('ndv-view-binary-data').click();
			expect(await playVideo(panel.output.locator('video'), PLAYED_SECONDS)).toBeGreaterThanOrEqual(
				PLAYED_SECONDS,
			);
			await editor.closeMessages();
			await takePicture(editor.page, 'run-playing');

			await panel.output.getByTestId('radio-button-json').click();
			await panel.output.getByText('"taskId"').first().waitFor();
			await takePicture(editor.page, 'run-json');
			expect(editor.standIn.tasks).toHaveLength(1);
		});
	});

	test('tells what is wrong with a prompt that is too long, before anything is paid', async () => {
		await watched(editor.page, 'long-prompt', async () => {
			await panel.write('prompt', LONG_PROMPT);
			await panel.execute();
			const { message, description } = await shownError(/Prompt.*2500/);
			await takePicture(editor.page, 'error-long-prompt');
			expect(timesIn(message, 'item 0')).toBeLessThanOrEqual(1);
			expect(description).toMatch(/Shorten/);
			expect(editor.standIn.requestsTo('submit')).toEqual([]);
		});
	});

	test('tells why Novita made no video, with the task ID', async () => {
		await watched(editor.page, 'failed-task', async () => {
			editor.standIn.setDefault({ ending: 'failed', reason: FAILURE_REASON });
			await panel.write('prompt', PROMPT);
			await panel.execute();
			const { message, description } = await shownError(new RegExp(FAILURE_REASON));
			await takePicture(editor.page, 'error-failed-task');
			expect(`${message} ${description}`).toContain(editor.standIn.tasks[0].taskId);
			expect(timesIn(message, 'item 0')).toBeLessThanOrEqual(1);
		});
	});
});

function timesIn(text: string, part: string): number {
	return text.split(part).length - 1;
}
