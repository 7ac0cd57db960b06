import { readFile } from 'node:fs/promises';
import axios from 'axios';
import { waitFor } from '../fixture/waitFor.cts';
import { outputOf, type Lab } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { PHOTO_FILE, expectVideo, importExample, readExample } from './example.cts';

const FILE = 'photo-form-to-video.json';
const FORM = 'On form submission';
const KLING = 'Set the photo in motion';

/** Without this header, n8n takes the visitor for a robot. */
const BROWSER = {
	'user-agent':
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};

/** A video of some seconds, and n8n's own work around it. */
const PAGE_LIMIT_MS = 60_000;

/** Fills in the form as a browser does. @returns the address of the page that waits for the video */
async function submitForm(lab: Lab, photo: Buffer, prompt: string): Promise<URL> {
	const { webhookId = '' } = readExample(FILE).nodes.find(({ name }) => name === FORM)!;
	const form = new FormData();
	form.append('field-0', new Blob([Uint8Array.from(photo)], { type: 'image/jpeg' }), 'photo.jpg');
	form.append('field-1', prompt);
	const address = `${lab.n8n.url}/form/${webhookId}`;
	const { data } = await axios.post<{ formWaitingUrl: string }>(address, form, {
		headers: BROWSER,
	});
	return new URL(data.formWaitingUrl);
}

/** Waits as the open page does until n8n has the next page, and opens that. */
async function nextPage(waiting: URL): Promise<string> {
	const status = new URL(waiting);
	status.pathname += '/n8n-execution-status';
	await waitFor(
		async () => {
			const { data } = await axios.get<string>(status.href, { headers: BROWSER });
			return data === 'form-waiting' ? true : undefined;
		},
		{ what: 'the page after the form', limitMs: PAGE_LIMIT_MS },
	);
	const { data: page } = await axios.get<string>(waiting.href, { headers: BROWSER });
	// The last page reports to n8n that it was shown.
	await axios.post(waiting.href, undefined, { headers: BROWSER });
	return page;
}

async function executionOf(lab: Lab, waiting: URL) {
	const executionId = waiting.pathname.split('/').at(-1)!;
	return await lab.n8n.waitForExecution(executionId, ['success']);
}

/** The form: a visitor gets the video, or the reason why there is none. */
export function testPhotoForm(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, FILE, async (lab) => {
		const prompt = 'a visitor wants wind';
		lab.novita.behave({ prompt }, { seconds: 5 });
		await lab.n8n.activate(await importExample(lab, FILE));

		const good = await submitForm(lab, await readFile(PHOTO_FILE), prompt);
		const page = await nextPage(good);
		const execution = await executionOf(lab, good);
		const [item] = outputOf(execution, KLING);
		expect(execution.mode).toBe('webhook');
		await expectVideo(lab, item, prompt);
		expect(page).toContain('Here is your video');
		const link = String(item.json.videoUrl).replaceAll('&', '&amp;');
		expect(page).toContain(`<source src="${link}" type="video/mp4"`);
		const sent = String(lab.taskOf(prompt).body.image);
		expect(Buffer.from(sent, 'base64')).toEqual(await readFile(PHOTO_FILE));

		const bad = await submitForm(lab, Buffer.from('no photo at all'), 'a visitor errs');
		expect(await nextPage(bad)).toMatch(/There is no video[^]*JPEG or PNG/);
		const failed = await executionOf(lab, bad);
		expect(outputOf(failed, KLING, 1)[0].json).toMatchObject({
			error: { kind: 'invalidInput' },
		});
		expect(lab.tasksOf('a visitor errs')).toEqual([]);
	});
}
