import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { PAGES } from './pages.cts';
import { T2V, I2V, useStandIn } from './testClient.cts';

const novita = useStandIn();

describe('bodies', () => {
	const image = async (side: number, format: 'png' | 'jpeg' | 'webp' = 'png', width = side) =>
		(
			await sharp({ create: { width, height: side, channels: 3, background: '#336699' } })
				.toFormat(format)
				.toBuffer()
		).toString('base64');
	const reasonFor = async (body: unknown, path: string) => {
		const { status: code, data } = await novita.submit(body, path);
		return code === 200 ? 'accepted' : data.reason;
	};

	it.each([
		['no prompt', {}],
		['empty prompt', { prompt: '' }],
		['too long', { prompt: 'x'.repeat(2501) }],
		['number as duration', { prompt: 'x', duration: 5 }],
		['unknown duration', { prompt: 'x', duration: '7' }],
		['unknown shape', { prompt: 'x', aspect_ratio: '4:3' }],
		['off its step', { prompt: 'x', guidance_scale: 0.55 }],
		['floating point dust', { prompt: 'x', guidance_scale: 0.1 + 0.2 }],
		['text as number', { prompt: 'x', guidance_scale: '0.5' }],
		['out of range', { prompt: 'x', guidance_scale: 1.1 }],
		['field of another model', { prompt: 'x', cfg_scale: 0.5 }],
		['unknown field', { prompt: 'x', seed: 1 }],
		['a list', '[]'],
		['no JSON', '{"prompt":'],
	])('refuses a body with: %s', async (_name, body: unknown) => {
		expect(await reasonFor(body, T2V)).toBe('INVALID_REQUEST_BODY');
		expect(novita.standIn.tasks).toHaveLength(0);
	});

	it.each([0, 0.1, 0.3, 0.7, 1])('takes guidance %d in tenths', async (guidance) => {
		expect(await reasonFor({ prompt: 'x', guidance_scale: guidance }, T2V)).toBe('accepted');
	});

	it('takes 2500 emoji, which are 5000 units of UTF-16', async () => {
		expect(await reasonFor({ prompt: '😀'.repeat(2500) }, T2V)).toBe('accepted');
	});

	it('checks images from their bytes and notes how they came', async () => {
		const send = async (sent: string) => await reasonFor({ prompt: 'x', image: sent }, I2V);
		const padded = Buffer.concat([
			Buffer.from(await image(300), 'base64'),
			randomBytes(10_000_000),
		]);
		expect(await send(await image(300))).toBe('accepted');
		expect(await send(`data:image/jpeg;base64,${await image(300, 'jpeg')}`)).toBe('accepted');
		expect(await send('https://example.com/cat.png')).toBe('accepted');
		expect(await send(await image(299))).toBe('INVALID_IMAGE_SIZE');
		expect(await send(await image(300, 'webp'))).toBe('INVALID_IMAGE_FORMAT');
		expect(await send(Buffer.from('a text').toString('base64'))).toBe('INVALID_IMAGE_FORMAT');
		expect(await send('not base64!')).toBe('INVALID_IMAGE_FORMAT');
		expect(await send(padded.toString('base64'))).toBe('IMAGE_FILE_EXCEEDS_MAX_SIZE');
		const forms = novita.standIn.requests
			.map(({ imageForms }) => imageForms?.image)
			.filter(Boolean);
		expect(forms).toEqual(['base64', 'dataUri', 'url']);
	});

	it.each(['INVALID_IMAGE_FORMAT', 'INVALID_REQUEST_BODY'] as const)(
		'refuses a form of an image that it is told not to take, as %s',
		async (reason) => {
			const send = async (sent: string) => await reasonFor({ prompt: 'x', image: sent }, I2V);
			const base64 = await image(300);
			novita.standIn.acceptImages(['dataUri'], reason);
			expect(await send(base64)).toBe(reason);
			expect(await send('https://example.com/cat.png')).toBe(reason);
			expect(await send(`data:image/png;base64,${base64}`)).toBe('accepted');
			expect(novita.standIn.tasks).toHaveLength(1);
			novita.standIn.reset();
			expect(await send(base64)).toBe('accepted');
		},
	);

	it('serves a video in the shape of the first frame', async () => {
		const { data } = await novita.submit({ prompt: 'x', image: await image(300, 'png', 320) }, I2V);
		expect(novita.standIn.videoFile(data.task_id)).toContain('5s-1x1');
	});

	const V16 = { prompt: 'x', image_url: 'https://e.com/a' };
	const V30 = { prompt: 'x', image: 'https://e.com/a' };
	const MOTION = {
		image: 'https://e.com/a',
		video: 'https://e.com/v.mp4',
		model_name: 'kling-v3-0-pro',
		character_orientation: 'video',
	};
	const LAST = 'https://e.com/b';
	const SHOT = { prompt: 'y', duration: 3 };

	it.each([
		['kling-v1.6-t2v', { prompt: 'x', mode: 'Standard' }, 'accepted'],
		['kling-v1.6-t2v', { prompt: 'x', mode: 'Professional' }, 'refused'],
		['kling-v1.6-t2v', { prompt: 'x', duration: 10 }, 'accepted'],
		['kling-v1.6-t2v', { prompt: 'x', duration: '5' }, 'refused'],
		['kling-v1.6-t2v', { prompt: 'x', duration: 7 }, 'refused'],
		['kling-v1.6-i2v', V16, 'accepted'],
		['kling-v1.6-i2v', { ...V16, image_url: 'iVBORw0KGgo=' }, 'refused'],
		['kling-v1.6-i2v', { ...V16, end_image_url: LAST }, 'refused'],
		['kling-v1.6-i2v', { ...V16, end_image_url: LAST, mode: 'Standard' }, 'refused'],
		['kling-v1.6-i2v', { ...V16, end_image_url: LAST, mode: 'Professional' }, 'accepted'],
		[
			'kling-v3.0-std-t2v',
			{ prompt: 'x', duration: 15, cfg_scale: 0.123, sound: true },
			'accepted',
		],
		['kling-v3.0-std-t2v', { prompt: 'x', duration: '5' }, 'refused'],
		['kling-v3.0-std-t2v', { prompt: 'x', duration: 2 }, 'refused'],
		['kling-v3.0-std-t2v', { prompt: 'x', guidance_scale: 0.5 }, 'refused'],
		['kling-v3.0-4k-t2v', { prompt: 'x', multi_prompt: [SHOT] }, 'refused'],
		['kling-v3.0-pro-t2v', { multi_prompt: ['y'] }, 'accepted'],
		['kling-v3.0-pro-t2v', { multi_prompt: [SHOT] }, 'refused'],
		['kling-v3.0-pro-t2v', { prompt: 'x', multi_prompt: ['y'] }, 'refused'],
		['kling-v3.0-pro-t2v', {}, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, multi_prompt: [SHOT, { prompt: 'z' }] }, 'accepted'],
		['kling-v3.0-std-i2v', { ...V30, multi_prompt: ['y'] }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, end_image: LAST, multi_prompt: [SHOT] }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, end_image: LAST }, 'accepted'],
		['kling-v3.0-std-i2v', { ...V30, end_image: 'iVBORw0KGgo=' }, 'refused'],
		['kling-v3.0-std-i2v', { image: V30.image, multi_prompt: [SHOT] }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, multi_prompt: [{ duration: 5 }] }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, multi_prompt: [{ ...SHOT, duration: 16 }] }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, sound: 'true' }, 'refused'],
		['kling-v3.0-std-i2v', { ...V30, aspect_ratio: '16:9' }, 'refused'],
		['kling-v3.0-4k-i2v', { ...V30, multi_prompt: [SHOT] }, 'accepted'],
		['kling-v3.0-4k-i2v', { ...V30, multi_prompt: ['y'] }, 'refused'],
		['kling-v3.0-pro-i2v', { image: V30.image, multi_prompt: ['y'] }, 'accepted'],
		['kling-v3.0-pro-i2v', { ...V30, multi_prompt: ['y'] }, 'refused'],
		['kling-v3.0-pro-i2v', { image: V30.image, end_image: LAST, multi_prompt: ['y'] }, 'refused'],
		['kling-v3.0-pro-i2v', { ...V30, end_image: LAST }, 'accepted'],
		['kling-v3.0-motion-control', MOTION, 'accepted'],
		['kling-v3.0-motion-control', { ...MOTION, video: undefined }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, character_orientation: undefined }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, character_orientation: 'left' }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, model_name: 'kling-v3-0-4k' }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, model_name: undefined }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, keep_original_sound: 'false' }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, prompt: '' }, 'accepted'],
		['kling-v3.0-motion-control', { ...MOTION, duration: 5 }, 'refused'],
		['kling-v3.0-motion-control', { ...MOTION, sound: true }, 'refused'],
	])('%s: %j is %s', async (name, body, expected) => {
		expect(PAGES).toHaveProperty([name]);
		const reason = await reasonFor(body, `/v3/async/${name}`);
		expect(reason === 'accepted' ? 'accepted' : 'refused').toBe(expected);
	});

	it.each([
		['kling-v2.1-i2v', 2500, V30],
		['kling-v1.6-t2v', 2000, { prompt: 'x' }],
		['kling-v1.6-i2v', 2000, V16],
		['kling-v3.0-std-t2v', 2500, { prompt: 'x' }],
		['kling-v3.0-pro-t2v', 2500, { prompt: 'x' }],
		['kling-v3.0-std-i2v', 2500, V30],
		['kling-v3.0-pro-i2v', 2500, V30],
		['kling-v3.0-4k-i2v', 2500, V30],
		['kling-v3.0-motion-control', 2500, MOTION],
	])('%s takes prompts of %d characters', async (name, longest, least) => {
		for (const field of ['prompt', 'negative_prompt']) {
			const withLength = async (length: number) =>
				await reasonFor({ ...least, [field]: 'x'.repeat(length) }, `/v3/async/${name}`);
			expect(await withLength(longest)).toBe('accepted');
			expect(await withLength(longest + 1)).toBe('INVALID_REQUEST_BODY');
		}
	});

	it('refuses images that are too wide for V3.0', async () => {
		const body = { prompt: 'x', image: await image(300, 'png', 800) };
		expect(await reasonFor(body, '/v3/async/kling-v3.0-std-i2v')).toBe('INVALID_IMAGE_SIZE');
		const motion = { ...MOTION, image: body.image };
		expect(await reasonFor(motion, '/v3/async/kling-v3.0-motion-control')).toBe(
			'INVALID_IMAGE_SIZE',
		);
		expect(await reasonFor(body, I2V)).toBe('accepted');
	});
});
