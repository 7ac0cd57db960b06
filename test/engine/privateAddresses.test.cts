import type { INodeParameters } from 'n8n-workflow';
import { jpeg } from './images.cts';
import { kling, useKling } from './setup.cts';

/** An n8n that says that it is found at localhost, as one without WEBHOOK_URL does. */
const tests = useKling();

const ADDRESS = 'https://example.com/file';
const image = { operation: 'imageToVideo', waitMode: 'none' };
const v16 = { ...image, model: 'kling-v1.6', qualityMode: 'Professional' };
const v21 = { ...image, imageSource: 'url' };
const motion = {
	...{ operation: 'motionControl', model: 'kling-v3.0-std', waitMode: 'none' },
	...{ imageSource: 'url', imageUrl: ADDRESS },
};

it.concurrent.each<[label: string, parameters: INodeParameters, host: string]>([
	['Image URL', { ...v21, imageUrl: 'http://localhost:5678/a.jpg?token=s3cr3t' }, 'localhost:5678'],
	['Image URL', { ...v21, imageUrl: 'http://192.168.1.5/a.jpg' }, '192.168.1.5'],
	['Image URL', { ...v16, imageUrl: 'https://nas.local/a.jpg' }, 'nas.local'],
	[
		'End Image URL',
		{ ...v16, imageUrl: ADDRESS, endImageUrl: 'http://10.1.2.3/b.jpg' },
		'10.1.2.3',
	],
	['Video URL', { ...motion, videoUrl: 'http://[::1]:8080/c.mp4' }, '[::1]:8080'],
])(
	'%s in a private network is refused before anything is paid',
	async (label, parameters, host) => {
		const scene = await tests.scene();
		const run = await scene.run(kling(parameters));
		expect(run.error?.message).toContain(`${label} leads to ${host}, which Novita cannot open`);
		expect(run.errorText).toContain('nothing was paid');
		expect(run.errorText).not.toContain('s3cr3t');
		expect(scene.novita.requests).toEqual([]);
	},
);

it.concurrent(
	'a file is not lent by an n8n at localhost, and the message says what to change',
	async () => {
		const scene = await tests.scene();
		const stored = { fileName: 'a.jpg', mimeType: 'image/jpeg' };
		const data = await tests.engine.storeFile(await jpeg(), stored);
		const node = kling({ ...v16, imageSource: 'binary' });
		const run = await scene.run(node, { input: [{ json: {}, binary: { data } }] });
		expect(run.error?.message).toContain(
			'Image Source: Novita cannot open a file of this n8n, because its address leads to localhost:5678',
		);
		expect(run.errorText).toContain('WEBHOOK_URL');
		expect(run.errorText).not.toContain('token');
		expect(run.error?.context.details).toEqual({ kind: 'invalidInput', parameter: 'imageSource' });
		expect(scene.novita.requests).toEqual([]);
	},
);
