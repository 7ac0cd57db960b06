import { createHash } from 'node:crypto';
import { readVideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import { buildRequestBody } from '../../../nodes/NovitaKling/request/requestBody';
import { labelOf } from '../../../nodes/NovitaKling/parameters/texts';
import { caughtFailure } from '../caught.cts';
import {
	IMAGE_BY_FILE,
	IMAGE_BY_URL,
	LENT,
	TEXT_TO_VIDEO,
	fileOf,
	itemWith,
	noFile,
	parameters,
} from './parameters.cts';
import { jpeg, png } from './pictures.cts';

type Values = Record<string, unknown>;

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const textRequest = async (values: Values = {}) =>
	await readVideoRequest('textToVideo', parameters({ ...TEXT_TO_VIDEO, ...values }), noFile);

const urlRequest = async (values: Values = {}) =>
	await readVideoRequest('imageToVideo', parameters({ ...IMAGE_BY_URL, ...values }), noFile);

const fileRequest = async (bytes: Buffer, values: Values = {}) =>
	await readVideoRequest(
		'imageToVideo',
		parameters({ ...IMAGE_BY_FILE, ...values }),
		itemWith(bytes),
	);

describe('readVideoRequest, text to video', () => {
	it('sends only what the user set', async () => {
		const { path, body } = await textRequest();
		expect(path).toBe('/v3/async/kling-v2.1-t2v-master');
		expect(body).toEqual({ prompt: 'A red fox' });
	});

	it('sends every parameter by its name and type of the documents', async () => {
		const request = await textRequest({
			duration: '10',
			aspectRatio: '9:16',
			guidanceScale: '0.3',
			negativePrompt: ' blur ',
			imageUrl: 'https://example.com/left-over.jpg',
			imageSource: 'url',
		});
		expect((await buildRequestBody(request, 'base64')).toString()).toBe(
			'{"prompt":"A red fox","duration":"10","aspect_ratio":"9:16","guidance_scale":0.3,"negative_prompt":"blur"}',
		);
	});

	it.each([
		['model', 'kling-v9'],
		['model', ''],
		['model', undefined],
		['model', '__proto__'],
		['prompt', ''],
		['duration', '7'],
		['aspectRatio', '4:3'],
		['aspectRatio', '16/9'],
		['guidanceScale', 0.15],
		['negativePrompt', 'a'.repeat(2501)],
	])('%s of %j is refused by its name', async (name, value) => {
		const failure = await caughtFailure(async () => await textRequest({ [name]: value }));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
		expect(failure.message).toContain(labelOf(name));
	});
});

describe('readVideoRequest, image to video', () => {
	it('sends an address, and the fields of this route alone', async () => {
		const { path, body } = await urlRequest({ aspectRatio: '1:1', guidanceScale: 0.57 });
		expect(path).toBe('/v3/async/kling-v2.1-i2v-master');
		expect(body).toEqual({
			image: 'https://example.com/photo.jpg',
			prompt: 'A red fox',
			guidance_scale: 0.57,
		});
	});

	it('keeps the signature of an address', async () => {
		const imageUrl = 'https://bucket.example.com/a%20b.jpg?X-Signature=a%2Fb%2B%3D&Expires=1';
		expect((await urlRequest({ imageUrl: ` ${imageUrl}\n` })).body.image).toBe(imageUrl);
	});

	it.each([
		[''],
		['photo.jpg'],
		['ftp://example.com/a.jpg'],
		['data:image/png;base64,AAAA'],
		[{}],
		[5n],
	])('an address of %p is refused', async (imageUrl) => {
		const failure = await caughtFailure(async () => await urlRequest({ imageUrl }));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'imageUrl' });
		expect(failure.message).toMatch(/^Image URL is /);
	});

	it('sends a file of the item', async () => {
		const bytes = await jpeg(300, 300);
		const request = await fileRequest(bytes, { duration: '5' });
		expect(JSON.parse((await buildRequestBody(request, 'base64')).toString())).toEqual({
			image: bytes.toString('base64'),
			prompt: 'A red fox',
			duration: '5',
		});
	});

	it('does not read a file that is too large by its size', async () => {
		const file = { ...fileOf(Buffer.alloc(0)), size: 10_100_000 };
		const failure = await caughtFailure(
			async () =>
				await readVideoRequest('imageToVideo', parameters(IMAGE_BY_FILE), {
					...noFile,
					open: async () => file,
				}),
		);
		expect(failure.message).toContain('10.1 MB');
		expect(file.reads()).toBe(0);
	});

	it.each([[''], ['  '], [undefined], [null]])('a field name of %j is refused', async (name) => {
		const failure = await caughtFailure(
			async () => await fileRequest(Buffer.alloc(0), { imageBinaryPropertyName: name }),
		);
		expect(failure.details.parameter).toBe('imageBinaryPropertyName');
	});

	const fetchedRequest = async (bytes: Buffer, imageUrl = 'https://a.example/photo.jpg?s=1') =>
		await readVideoRequest(
			'imageToVideo',
			parameters({ ...IMAGE_BY_URL, imageSource: 'fetchedUrl', imageUrl }),
			itemWith(bytes),
		);

	it('fetches a file only when it is wanted, and sends it like any other', async () => {
		const bytes = await jpeg(300, 300);
		const request = await fetchedRequest(bytes);
		expect(request.body).not.toHaveProperty('image');
		await request.image?.fetch?.();
		expect(JSON.parse((await buildRequestBody(request, 'base64')).toString())).toMatchObject({
			image: bytes.toString('base64'),
		});
	});

	it('knows what is fetched by its address', async () => {
		const bytes = await jpeg(300, 300);
		const { fingerprint } = await fetchedRequest(bytes);
		expect((await fetchedRequest(await png(300, 300))).fingerprint).toBe(fingerprint);
		expect((await fetchedRequest(bytes, 'https://a.example/b.jpg')).fingerprint).not.toBe(
			fingerprint,
		);
		const [byUrl, byFile] = [await urlRequest(), await fileRequest(bytes)];
		expect([byUrl.fingerprint, byFile.fingerprint]).not.toContain(fingerprint);
	});

	it('refuses what is fetched and cannot be used, by the name of the address', async () => {
		const { image } = await fetchedRequest(
			Buffer.from('<html>'),
			'https://u:p@a.example/x%20y.jpg',
		);
		const failure = await caughtFailure(async () => await image?.fetch?.());
		expect(failure.message).toBe(
			'Image URL: x y.jpg is an HTML page, but the image must be a JPEG or PNG',
		);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'imageUrl' });
	});

	it('refuses a text that is called an image', async () => {
		const failure = await caughtFailure(async () => await fileRequest(Buffer.from('no image')));
		expect(failure.message).toContain('the file is a text, but the image must be a JPEG or PNG');
	});
});

describe('where the image comes from, and how it is sent', () => {
	it.each([
		['imageSource', 'Image Source', 'URL'],
		['imageSource', 'Image Source', 'file'],
		['imageSource', 'Image Source', 7],
		['imageEncoding', 'Image Encoding', 'datauri'],
		['imageEncoding', 'Image Encoding', 'utf-8'],
	])('%s: "%s" of %j is refused', async (name, label, value) => {
		const failure = await caughtFailure(
			async () => await fileRequest(Buffer.alloc(0), { [name]: value }),
		);
		expect(failure.message).toBe(`${label} cannot be ${value}`);
		expect(failure.nextStep).toContain(`Set ${label} to one of: `);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
	});

	it.each(['', '  ', undefined, null])('an Image Source of %j is empty', async (imageSource) => {
		const failure = await caughtFailure(
			async () => await fileRequest(Buffer.alloc(0), { imageSource }),
		);
		expect(failure.message).toBe('Image Source is empty');
	});

	it('white space around a value does not count', async () => {
		const { body } = await urlRequest({ imageSource: ' url\n' });
		expect(body.image).toBe(IMAGE_BY_URL.imageUrl);
		const { image } = await fileRequest(await png(300, 300), { imageEncoding: ' dataUri ' });
		expect(image?.encoding).toBe('dataUri');
	});
});

describe('a file that Novita opens by its address', () => {
	const v16 = { ...TEXT_TO_VIDEO, model: 'kling-v1.6', qualityMode: 'Professional' };
	const read = async (values: Values, bytes: Buffer = Buffer.alloc(0)) =>
		await readVideoRequest('imageToVideo', parameters({ ...v16, ...values }), itemWith(bytes));
	const imageUrl = 'https://example.com/photo.jpg';

	it.each([
		['without a source, as in workflows of earlier versions', { imageUrl }],
		['with the source of an address', { imageUrl, imageSource: ' url ', endImageSource: 'url' }],
	])('is an address %s', async (_name, values) => {
		const { body, lent } = await read(values);
		expect(body).toMatchObject({ image_url: imageUrl });
		expect(lent).toEqual([]);
	});

	it('is made an address when the body is built, and not before', async () => {
		const file = { imageSource: 'binary', imageBinaryPropertyName: 'a' };
		const end = { endImageSource: 'binary', endImageBinaryPropertyName: 'b' };
		const bytes = await jpeg(30, 30);
		const request = await read({ ...file, ...end }, bytes);
		expect(request.body).not.toHaveProperty('image_url');
		expect(JSON.parse((await buildRequestBody(request)).toString())).toMatchObject({
			...{ image_url: LENT, end_image_url: LENT },
		});
		const onlyFirst = await read({ ...file, endImageUrl: imageUrl }, bytes);
		expect(onlyFirst.fingerprint).not.toBe(request.fingerprint);
		expect((await read({ ...file, ...end }, bytes)).fingerprint).toBe(request.fingerprint);
		const other = await read({ ...file, ...end }, await jpeg(30, 31));
		expect(other.fingerprint).not.toBe(request.fingerprint);
	});

	it.each([
		['imageSource', 'fetchedUrl', 'Image Source cannot be fetchedUrl'],
		['endImageSource', 'file', 'End Image Source cannot be file'],
		['endImageSource', ' ', 'End Image Source is empty'],
		[
			'imageUrl',
			'http://localhost/a.jpg',
			'Image URL leads to localhost, which Novita cannot open',
		],
	])('%s of %j is refused', async (name, value, message) => {
		const failure = await caughtFailure(async () => await read({ imageUrl, [name]: value }));
		expect(failure.message).toBe(message);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
	});
});

describe('the fingerprint of a request', () => {
	it('is the same for the same video', async () => {
		const again = await textRequest({
			prompt: '  A red fox ',
			guidanceScale: '0.30000000000000004',
		});
		expect((await textRequest({ guidanceScale: 0.3 })).fingerprint).toBe(again.fingerprint);
		const bytes = await png(300, 300);
		const copy = Buffer.from(bytes);
		expect((await fileRequest(bytes)).fingerprint).toBe((await fileRequest(copy)).fingerprint);
	});

	it.each(['auto', 'base64', 'dataUri'])('is the same in the form %s', async (imageEncoding) => {
		const bytes = await png(300, 300);
		const { fingerprint, image } = await fileRequest(bytes, { imageEncoding });
		expect(fingerprint).toBe((await fileRequest(bytes)).fingerprint);
		expect(image?.encoding).toBe(imageEncoding);
	});

	it('of a file is that of earlier versions, whose records it is compared with', async () => {
		const bytes = await png(300, 300);
		const { path, body, fingerprint } = await fileRequest(bytes);
		const earlier = JSON.stringify([path, body, 'base64', sha256(bytes)]);
		expect(fingerprint).toBe(sha256(Buffer.from(earlier)));
	});

	it('is another for every other video', async () => {
		const bytes = await png(300, 300);
		const requests = [
			await textRequest(),
			await textRequest({ prompt: 'A red fox.' }),
			await textRequest({ duration: '5' }),
			await textRequest({ duration: '10' }),
			await textRequest({ negativePrompt: 'blur' }),
			await textRequest({ prompt: 'blur', negativePrompt: 'A red fox' }),
			await urlRequest(),
			await urlRequest({ imageUrl: 'https://example.com/photo.jpg?2' }),
			await fileRequest(bytes),
			await fileRequest(await png(300, 301)),
			await fileRequest(await jpeg(300, 300)),
		];
		const fingerprints = requests.map(({ fingerprint }) => fingerprint);
		expect(new Set(fingerprints).size).toBe(requests.length);
	});
});
