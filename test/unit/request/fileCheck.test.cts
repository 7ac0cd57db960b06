import { readFileSync } from 'node:fs';
import { imageRules } from '../../../nodes/NovitaKling/models/fileRules';
import { checkFile, checkFileSize } from '../../../nodes/NovitaKling/request/fileCheck';
import { corpusPath } from '../../corpus/corpus.cts';
import { UNWANTED_WORDS, caughtFailure } from '../caught.cts';
import { LARGEST_SEGMENT, afterStart, jpeg, picture, png, segment } from './pictures.cts';

const rules = { maxBytes: 10_000_000, minSidePixels: 300 };

const PARAMETER = 'imageBinaryPropertyName';
const LABEL = 'Input Data Field Name';
const APP0 = 0xe0;
const APP1 = 0xe1;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;

const image = {
	place: { parameter: PARAMETER, label: LABEL },
	name: 'photo.jpg',
	mustBe: { kind: 'image', rules },
} as const;

const check = (bytes: Buffer) => () => checkFile(bytes, image);

/** A small picture's JPEG inside a comment, as a camera's preview stands inside EXIF. */
async function asPreview(file: Buffer): Promise<Buffer> {
	const header = segment(APP1, file.length + 2);
	file.copy(header, 4);
	return header;
}

describe('the length and the picture of a video', () => {
	// 1.5 seconds of 96 x 64 pixels.
	const bytes = readFileSync(corpusPath('h264-aac.mov'));
	const accepts = (seconds: readonly [number, number], minSidePixels: number) => () =>
		checkFile(bytes, {
			place: image.place,
			name: 'dance.mov',
			mustBe: { kind: 'video', rules: { maxBytes: 10_000_000, minSidePixels, seconds } },
		});

	it.each<[number, number, number]>([
		[1, 3, 64],
		[2, 3, 64],
		[1, 2, 10],
	])('may be %d to %d seconds and %d pixels', (shortest, longest, pixels) => {
		expect(accepts([shortest, longest], pixels)).not.toThrow();
	});

	it.each<[string, readonly [number, number], number]>([
		['Input Data Field Name: dance.mov is 1.5 seconds long', [3, 30], 64],
		['Input Data Field Name: dance.mov is 1.5 seconds long', [0, 1], 64],
		['Input Data Field Name: dance.mov is only 64 px high (96 x 64 px)', [1, 3], 65],
	])('is refused: %s', (message, seconds, pixels) => {
		expect(accepts(seconds, pixels)).toThrow(message);
	});
});

describe('checkFile accepts', () => {
	it.each<[string, () => Promise<Buffer>]>([
		['a JPEG of the least size', async () => await jpeg(300, 300)],
		['a PNG of the least size', async () => await png(300, 300)],
		['a wide JPEG', async () => await jpeg(1280, 300)],
		['a high PNG', async () => await png(300, 1280)],
		[
			'a progressive JPEG',
			async () => await picture(320, 300).jpeg({ progressive: true }).toBuffer(),
		],
		['an optimised JPEG', async () => await picture(320, 300).jpeg({ mozjpeg: true }).toBuffer()],
		['a grey JPEG', async () => await picture(320, 300).greyscale().jpeg().toBuffer()],
		[
			'a JPEG for print',
			async () => await picture(320, 300).toColourspace('cmyk').jpeg().toBuffer(),
		],
		[
			'a JPEG that is turned by EXIF',
			async () => await picture(320, 300).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
		],
		[
			'a JPEG with a colour profile and EXIF',
			async () =>
				await picture(320, 300)
					.withIccProfile('p3')
					.withExif({ IFD0: { Copyright: 'nobody' } })
					.jpeg()
					.toBuffer(),
		],
		[
			'a JPEG with ten of the largest segments before its picture',
			async () =>
				afterStart(
					await jpeg(300, 300),
					...Array.from({ length: 10 }, () => segment(APP0, LARGEST_SEGMENT, 0xff)),
				),
		],
		[
			'a JPEG with an empty comment',
			async () => afterStart(await jpeg(300, 300), segment(COMMENT, 2)),
		],
		[
			'a JPEG with filling between its segments',
			async () => afterStart(await jpeg(300, 300), Buffer.alloc(1000, 0xff)),
		],
		[
			'a JPEG with stray bytes between its segments',
			async () => afterStart(await jpeg(300, 300), Buffer.from('stray'), segment(COMMENT, 9)),
		],
		[
			'a JPEG with stray bytes that look like the beginning of a marker',
			async () => afterStart(await jpeg(300, 300), Buffer.from([0xff, 0, 0x7f, 0xff, 0])),
		],
		[
			'a JPEG with a small preview in it',
			async () => afterStart(await jpeg(300, 300), await asPreview(await jpeg(16, 16))),
		],
		[
			'a PNG of 16 bits',
			async () => await picture(320, 300).toColourspace('rgb16').png().toBuffer(),
		],
		['a PNG of a palette', async () => await picture(320, 300).png({ palette: true }).toBuffer()],
		[
			'an interlaced PNG with transparency',
			async () => await picture(320, 300).ensureAlpha(0.5).png({ progressive: true }).toBuffer(),
		],
	])('%s', async (_name, make) => {
		expect(check(await make())).not.toThrow();
	});

	it('a picture of exactly the largest file', async () => {
		const file = await png(300, 300);
		const padded = Buffer.concat([file, Buffer.alloc(rules.maxBytes - file.length)]);
		expect(check(padded)).not.toThrow();
	});
});

describe('checkFile refuses', () => {
	const tooSmall = (side: string, size: string) => `is only ${side} (${size} px), too small`;
	const damaged = 'is damaged, and its size cannot be read';

	it.each<[string, () => Promise<Buffer>, string]>([
		['a narrow JPEG', async () => await jpeg(299, 300), tooSmall('299 px wide', '299 x 300')],
		['a low JPEG', async () => await jpeg(300, 299), tooSmall('299 px high', '300 x 299')],
		['a narrow PNG', async () => await png(299, 300), tooSmall('299 px wide', '299 x 300')],
		['a low PNG', async () => await png(300, 299), tooSmall('299 px high', '300 x 299')],
		[
			'a small progressive JPEG',
			async () => await picture(299, 400).jpeg({ progressive: true }).toBuffer(),
			tooSmall('299 px wide', '299 x 400'),
		],
		[
			'a small JPEG with a large preview in it',
			async () => afterStart(await jpeg(16, 16), await asPreview(await jpeg(640, 640))),
			tooSmall('16 px wide', '16 x 16'),
		],
		['a WebP', async () => await picture(320, 320).webp().toBuffer(), 'is a WebP image'],
		[
			'a PNG behind a byte order mark',
			async () => Buffer.concat([Buffer.from('\ufeff'), await png(300, 300)]),
			'is of an unknown format',
		],
		['a JPEG without a picture', async () => Buffer.from([0xff, 0xd8, 0xff, 0xd9]), damaged],
		[
			'a JPEG whose segment reaches beyond its end',
			async () =>
				Buffer.concat([Buffer.from([0xff, 0xd8]), segment(APP0, LARGEST_SEGMENT).subarray(0, 99)]),
			damaged,
		],
		[
			'a JPEG whose frame header stands behind its picture',
			async () => afterStart(await jpeg(300, 300), segment(START_OF_SCAN, 8)),
			damaged,
		],
		['a PNG with another chunk first', async () => await pngWithout('IHDR'), damaged],
	])('%s', async (_name, make, expected) => {
		const failure = await caughtFailure(check(await make()));
		expect(failure.message).toContain(`${LABEL}: photo.jpg ${expected}`);
		expect(failure.nextStep).toContain(imageRules(rules));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: PARAMETER });
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
	});

	async function pngWithout(chunk: string): Promise<Buffer> {
		const file = await png(300, 300);
		file.write('tEXt', file.indexOf(chunk), 'latin1');
		return file;
	}
});

describe('checkFileSize', () => {
	it.each([[0], [1], [9_999_999], [10_000_000]])('accepts %i bytes', (bytes) => {
		expect(() => checkFileSize(bytes, image)).not.toThrow();
	});

	it.each([
		[10_000_001, '10.1 MB'],
		[10_100_000, '10.1 MB'],
		[10_100_001, '10.2 MB'],
		[2_000_000_000, '2000 MB'],
	])('refuses %i bytes as %s', async (bytes, shownSize) => {
		const failure = await caughtFailure(() => checkFileSize(bytes, image));
		expect(failure.message).toBe(
			`${LABEL}: photo.jpg is ${shownSize}, more than the 10 MB that Novita accepts`,
		);
	});

	it('refuses a size that nobody knows', async () => {
		await caughtFailure(() => checkFileSize(Number.NaN, image));
	});
});

describe('an image whose sides may not differ too much', () => {
	const limited = { ...rules, maxSideRatio: 2.5 };
	const checkLimited = async (width: number, height: number) =>
		checkFile(await png(width, height), { ...image, mustBe: { kind: 'image', rules: limited } });

	it.each([
		[300, 300],
		[750, 300],
		[300, 750],
		[1000, 400],
	])('may have %i x %i px', async (width, height) => {
		await expect(checkLimited(width, height)).resolves.toBeUndefined();
	});

	it.each([
		[751, 300],
		[300, 751],
		[2000, 300],
	])('may not have %i x %i px', async (width, height) => {
		const failure = await caughtFailure(async () => await checkLimited(width, height));
		expect(failure.message).toContain(`${width} x ${height} px`);
		expect(failure.nextStep).toContain('2.5 times');
	});
});
