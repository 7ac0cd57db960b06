import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PHOTO_FILE } from './examples/example.cts';
import { KLING, errorOf, outputOf, startLab, type Lab } from './setup.cts';
import type { NodeDraft } from './fixture/workflowDraft.cts';

/** A name under which the stand-in finds n8n, as Novita finds an n8n that is open to the internet. */
const PUBLIC_HOST = 'n8n.example.com';

const ADDRESS = 'https://example.com/photo.jpg';

let lab: Lab;

beforeAll(async () => {
	lab = await startLab({ environment: { WEBHOOK_URL: `https://${PUBLIC_HOST}/` } });
	lab.novita.findHost(PUBLIC_HOST, lab.n8n.url);
});

afterAll(async () => await lab?.stop());

/** A node that puts a file into its item, in the field `photo`. */
const fileNode = (bytes: Buffer): NodeDraft[] => [
	{
		name: 'Text',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			mode: 'raw',
			jsonOutput: JSON.stringify({ base64: bytes.toString('base64') }),
		},
	},
	{
		name: 'File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		parameters: {
			operation: 'toBinary',
			sourceProperty: 'base64',
			binaryPropertyName: 'photo',
			options: { fileName: 'photo.jpg', mimeType: 'image/jpeg' },
		},
	},
];

/** Runs a node of V3.0 whose end image is the file. */
async function runWithEndImage(prompt: string, bytes: Buffer) {
	lab.novita.behave({ prompt }, { seconds: 1 });
	const kling = lab.kling({
		...{ operation: 'imageToVideo', model: 'kling-v3.0-std', prompt },
		...{ imageSource: 'url', imageUrl: ADDRESS },
		...{ endImageSource: 'binary', endImageBinaryPropertyName: 'photo' },
	});
	return await lab.ended(await lab.run(...fileNode(bytes), kling));
}

it('Novita opens a file of the input item by the address that n8n lends it', async () => {
	const prompt = 'to the last frame';
	const photo = await readFile(PHOTO_FILE);
	const execution = await runWithEndImage(prompt, photo);
	expect(errorOf(execution).message).toBe('');
	expect(outputOf(execution, KLING)[0].json).toMatchObject({ status: 'succeeded' });
	const sent = lab.taskOf(prompt);
	expect(sent.body).toMatchObject({
		image: ADDRESS,
		end_image: expect.stringContaining(`https://${PUBLIC_HOST}/rest/binary-data/signed?token=`),
	});
	const [submit] = lab.novita.requestsTo('submit');
	const sha256 = createHash('sha256').update(photo).digest('hex');
	expect(submit?.openedFiles).toEqual({ end_image: sha256 });

	const token = String(sent.body.end_image).split('token=')[1];
	expect(JSON.stringify(execution)).not.toContain(token);
	expect(lab.n8n.logs).not.toContain(token);
});

it('a file that is no image is refused before anything is paid', async () => {
	const prompt = 'no last frame';
	const execution = await runWithEndImage(prompt, Buffer.from('<!DOCTYPE html>'));
	expect(errorOf(execution).message).toContain('photo.jpg is an HTML page');
	expect(lab.tasksOf(prompt)).toEqual([]);
});
