import { klingV21Master } from '../../../nodes/NovitaKling/models/klingV21Master';
import { buildRequestBody } from '../../../nodes/NovitaKling/request/requestBody';
import type { ImageForm } from '../../../nodes/NovitaKling/request/imageField';
import type { VideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import { randomBytes, seededRandom } from '../random.cts';
import { fileOf } from './parameters.cts';
import { jpeg, png } from './pictures.cts';

function requestOf(body: VideoRequest['body'], image?: { bytes: Buffer }): VideoRequest {
	return {
		model: klingV21Master,
		path: '/v3/async/kling-v2.1-i2v-master',
		body,
		fingerprint: 'f',
		image: image && {
			wireName: 'image',
			file: fileOf(image.bytes),
			encoding: 'auto',
		},
	};
}

const built = async (request: VideoRequest, form: ImageForm = 'base64') =>
	(await buildRequestBody(request, form)).toString('utf8');

describe('buildRequestBody without an image', () => {
	it('writes exactly the fields, in their order', async () => {
		const body = { prompt: 'A fox', duration: '5', guidance_scale: 0.3 };
		expect(await built(requestOf(body))).toBe(
			'{"prompt":"A fox","duration":"5","guidance_scale":0.3}',
		);
	});

	it.each([
		['quotes and backslashes', 'a "fox" \\ here'],
		['lines', 'one\ntwo\r\n'],
		['characters beyond ASCII', 'лиса 狐 🦊 é'],
		['control characters', '\u0000\u001f\u2028'],
		['what looks like JSON', '"},"x":"'],
	])('keeps %s', async (_name, prompt) => {
		expect(JSON.parse(await built(requestOf({ prompt })))).toEqual({ prompt });
	});
});

describe('buildRequestBody with an image', () => {
	it('writes the image first, then the fields', async () => {
		const request = requestOf({ prompt: 'A fox' }, { bytes: Buffer.from('abc') });
		expect(await built(request)).toBe('{"image":"YWJj","prompt":"A fox"}');
	});

	it('writes the image alone', async () => {
		expect(await built(requestOf({}, { bytes: Buffer.from('abc') }))).toBe('{"image":"YWJj"}');
	});

	it.each([0, 1, 2, 3, 4, 5, 6, 7])('keeps an image of %i bytes', async (length) => {
		const bytes = randomBytes(length, seededRandom(length + 1));
		const request = requestOf({ prompt: 'лиса 🦊' }, { bytes });
		expect(await built(request)).toBe(`{"image":"${bytes.toString('base64')}","prompt":"лиса 🦊"}`);
	});

	const PIECE = 3 * 64 * 1024;

	it.each([PIECE - 1, PIECE, PIECE + 1, PIECE + 2, 2 * PIECE, 2 * PIECE + 1, 10_000_000])(
		'keeps an image of %i bytes, whole pieces or not',
		async (length) => {
			const bytes = Buffer.alloc(length, randomBytes(997, seededRandom(7)));
			const body = await buildRequestBody(requestOf({ prompt: 'A fox' }, { bytes }), 'base64');
			const sent = JSON.parse(body.toString('utf8')) as { image: string };
			expect(Buffer.from(sent.image, 'base64').equals(bytes)).toBe(true);
			expect(body.length).toBe(Math.ceil(length / 3) * 4 + '{"image":"","prompt":"A fox"}'.length);
		},
	);

	it.each([
		['PNG', 'image/png', png],
		['JPEG', 'image/jpeg', jpeg],
	])('names the type of a %s in a data URI', async (_name, mimeType, make) => {
		const bytes = await make(300, 300);
		const request = requestOf({ prompt: 'A fox' }, { bytes });
		expect(JSON.parse(await built(request, 'dataUri'))).toEqual({
			image: `data:${mimeType};base64,${bytes.toString('base64')}`,
			prompt: 'A fox',
		});
	});

	it('reads the file once for a body', async () => {
		const file = fileOf(Buffer.from('abc'));
		const request = {
			...requestOf({}),
			image: { wireName: 'image', file, encoding: 'base64' as const },
		};
		await buildRequestBody(request, 'base64');
		expect(file.reads()).toBe(1);
	});
});
