import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeParameters } from 'n8n-workflow';
import { Container } from './harness/n8nParts.cts';
import { jpeg, otherFormat, paddedTo, png } from './images.cts';
import { kling, KLING, useKling, type Scene } from './setup.cts';

const N8N = 'https://n8n.example.com';
const ADDRESS = 'https://example.com/file';

const DAY_SECONDS = 24 * 60 * 60;

/** An n8n that is open to the internet. */
const tests = useKling({ serverUrl: N8N });

const MP4 = readFileSync(join(__dirname, '../novita-standin/videos/5s-1x1.mp4'));
const MOV = Buffer.concat([Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'), MP4]);

const image = { operation: 'imageToVideo', waitMode: 'none', prompt: 'A fox' };
const v16 = { ...image, model: 'kling-v1.6', qualityMode: 'Professional' };
const v30 = { ...image, model: 'kling-v3.0-std', imageSource: 'url', imageUrl: ADDRESS };
const motion = {
	...{ operation: 'motionControl', model: 'kling-v3.0-std', waitMode: 'none' },
	...{ imageSource: 'url', imageUrl: ADDRESS },
};

async function stored(bytes: Buffer, fileName = 'file'): Promise<IBinaryData> {
	return await tests.engine.storeFile(bytes, { fileName, mimeType: 'application/octet-stream' });
}

/** Runs a node with files in its one input item. */
async function runWith(scene: Scene, parameters: INodeParameters, files: Record<string, Buffer>) {
	const names = Object.keys(files);
	const binary = await Promise.all(
		names.map(async (name) => [name, await stored(files[name], `${name}.file`)] as const),
	);
	return await scene.run(kling(parameters), {
		input: [{ json: {}, binary: Object.fromEntries(binary) }],
	});
}

/** The file that an address opens, as n8n's server finds it, and for how long. */
async function openedBy(address: unknown): Promise<{ bytes: Buffer; seconds: number }> {
	const prefix = `${N8N}/rest/binary-data/signed?token=`;
	expect(address).toEqual(expect.stringContaining(prefix));
	const token = String(address).slice(prefix.length);
	const store = Container.get(BinaryDataService);
	const id = store.validateSignedToken(token);
	const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()) as {
		iat: number;
		exp: number;
	};
	const bytes = await store.getAsBuffer({ id, data: 'filesystem-v2', mimeType: '' });
	return { bytes, seconds: claims.exp - claims.iat };
}

describe('a file of the input item goes to Novita by a signed address:', () => {
	it.concurrent.each<[string, INodeParameters, string, string, () => Promise<Buffer> | Buffer]>([
		['the image of V1.6', { ...v16, imageSource: 'binary' }, 'image_url', 'data', jpeg],
		[
			'a small image of V1.6',
			{ ...v16, imageSource: 'binary' },
			'image_url',
			'data',
			() => png(9, 9),
		],
		[
			'the end image of V1.6',
			{
				...v16,
				imageUrl: ADDRESS,
				endImageSource: '={{ " binary " }}',
				endImageBinaryPropertyName: 'last',
			},
			'end_image_url',
			'last',
			jpeg,
		],
		['the end image of V3.0', { ...v30, endImageSource: 'binary' }, 'end_image', 'endImage', png],
		['an MP4 of Motion Control', { ...motion, videoSource: 'binary' }, 'video', 'video', () => MP4],
		[
			'a MOV of Motion Control',
			{ ...motion, videoSource: 'binary', videoBinaryPropertyName: 'dance' },
			'video',
			'dance',
			() => MOV,
		],
	])('%s', async (_what, parameters, wireName, field, make) => {
		const scene = await tests.scene();
		const bytes = await make();
		const run = await runWith(scene, parameters, { [field]: bytes });
		expect(run.error).toBeUndefined();
		const [body] = scene.bodies as Array<Record<string, unknown>>;
		const opened = await openedBy(body[wireName]);
		expect(opened.bytes.equals(bytes)).toBe(true);
		expect(opened.seconds).toBeGreaterThanOrEqual(DAY_SECONDS);
		expect(JSON.stringify(run.raw)).not.toContain('binary-data/signed');
		expect(JSON.stringify(run.raw)).not.toContain(String(body[wireName]).split('token=')[1]);
	});
});

it.concurrent('an address that Novita quotes is not kept', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ submit: ['none'] });
	const token = `${N8N}/rest/binary-data/signed?token=abc.def-ghi`;
	const text = JSON.stringify({ task_id: 'a', extra: { debug_info: { request_info: token } } });
	scene.novita.setDefault({ submit: [{ kind: 'answer', text }] });
	const files = { data: await jpeg() };
	const run = await runWith(scene, { ...v16, imageSource: 'binary', simplify: false }, files);
	expect(run.output(KLING)[0]?.json.taskId).toBe('a');
	expect(JSON.stringify(run.raw)).not.toContain('abc.def-ghi');
});

describe('a file that cannot be used is refused before anything is paid:', () => {
	it.concurrent.each<[string, INodeParameters, string, () => Promise<Buffer> | Buffer]>([
		[
			'Input Data Field Name: data.file is a WebP image',
			{ ...v16, imageSource: 'binary' },
			'data',
			async () => await otherFormat('webp'),
		],
		[
			'Input Data Field Name (End Image): endImage.file is only 299 px wide',
			{ ...v30, endImageSource: 'binary' },
			'endImage',
			async () => await jpeg(299, 400),
		],
		[
			'End Image) and Shots cannot be used together',
			{
				...{ ...v30, endImageSource: 'binary' },
				multiPrompt: { shots: [{ prompt: 'a', duration: 5 }] },
			},
			'endImage',
			jpeg,
		],
		[
			'Input Data Field Name (Video): video.file is a JPEG image, but the video must be an MP4 or MOV',
			{ ...motion, videoSource: 'binary' },
			'video',
			jpeg,
		],
		[
			'Input Data Field Name (Video): video.file is 12.4 MB',
			{ ...motion, videoSource: 'binary' },
			'video',
			() => paddedTo(MP4, 12_400_000),
		],
		[
			'The input item has no file in the field endImage',
			{ ...v30, endImageSource: 'binary' },
			'other',
			jpeg,
		],
		[
			'Video Source cannot be file',
			{ ...motion, videoUrl: ADDRESS, videoSource: '={{ "file" }}' },
			'video',
			() => MP4,
		],
		['End Image Source is empty', { ...v30, endImageSource: '={{ " " }}' }, 'endImage', jpeg],
	])('%s', async (message, parameters, field, make) => {
		const scene = await tests.scene();
		const run = await runWith(scene, parameters, { [field]: await make() });
		expect(run.error?.message).toContain(message);
		expect(run.errorText).toContain('nothing was paid');
		expect(scene.novita.requests).toEqual([]);
	});
});

it.concurrent('a retry knows the file, whatever its address is now', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ ending: 'never' });
	const waiting = { waitMode: 'poll', options: { timeout: 0.005 }, imageSource: 'binary' };
	const run = await runWith(scene, { ...v16, ...waiting }, { data: await jpeg() });
	expect(run.error?.context.details).toMatchObject({ kind: 'timeout' });
	const again = await scene.retry(run);
	expect(again.error?.context.details).toMatchObject({ kind: 'timeout' });
	expect(scene.novita.tasks).toHaveLength(1);
});

it.concurrent('another file is another order', async () => {
	const scene = await tests.scene();
	const first = await runWith(scene, { ...v16, imageSource: 'binary' }, { data: await jpeg() });
	const second = await runWith(scene, { ...v16, imageSource: 'binary' }, { data: await jpeg() });
	expect([first.error, second.error]).toEqual([undefined, undefined]);
	const urls = (scene.bodies as Array<{ image_url: string }>).map(({ image_url: url }) => url);
	const files = await Promise.all(urls.map(async (url) => (await openedBy(url)).bytes));
	const hashes = files.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
	expect(new Set(hashes).size).toBe(2);
});
