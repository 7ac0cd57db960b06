import { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import { checkFile, type FileToCheck } from '../../../nodes/NovitaKling/request/fileCheck';
import { growth } from '../growth.cts';
import { randomBytes, seededRandom, wholeBelow } from '../random.cts';
import { jpeg, png } from './pictures.cts';

const LARGEST_BYTES = 10_000_000;

const image: FileToCheck = {
	place: { parameter: 'imageBinaryPropertyName', label: 'Input Data Field Name' },
	name: 'the file',
	mustBe: { kind: 'image', rules: { maxBytes: LARGEST_BYTES, minSidePixels: 300 } },
};

/** How a check ended, in one word; anything but a failure of ours is thrown on. */
function verdict(bytes: Buffer): 'accepted' | 'refused' {
	try {
		checkFile(bytes, image);
		return 'accepted';
	} catch (error) {
		if (error instanceof ItemFailure && error.details.kind === 'invalidInput') return 'refused';
		throw error;
	}
}

/** The least length at which a cut file is accepted; every greater length has to be accepted too. */
function firstAcceptedLength(file: Buffer): number {
	const verdicts = Array.from({ length: file.length + 1 }, (_value, length) =>
		verdict(file.subarray(0, length)),
	);
	const first = verdicts.indexOf('accepted');
	expect(verdicts.lastIndexOf('refused')).toBe(first - 1);
	return first;
}

const SEED = 20_261_101;

/** How many times as large the large file of a measurement is. */
const TIMES = 10;
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);
const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

describe('checkFile of a file that was cut', () => {
	it('accepts a PNG only with its whole header', async () => {
		const file = await png(300, 300);
		const endOfSize = 24;
		expect(firstAcceptedLength(file)).toBe(endOfSize);
	});

	it('accepts a JPEG only with the size in its frame header', async () => {
		const file = await jpeg(300, 300);
		const frameHeader = file.indexOf(Buffer.from([0xff, 0xc0]));
		const endOfSize = frameHeader + 9;
		expect(firstAcceptedLength(file)).toBe(endOfSize);
	});
});

describe('checkFile of bytes without sense', () => {
	it.each([
		['alone', Buffer.alloc(0)],
		['after the start of a JPEG', JPEG_START],
		['after the start of a PNG', PNG_START],
	])('ends, whatever they are (%s)', (_name, start) => {
		const random = seededRandom(SEED);
		const verdicts = new Set<string>();
		for (let round = 0; round < 2000; round += 1) {
			const bytes = Buffer.concat([start, randomBytes(wholeBelow(300, random), random)]);
			verdicts.add(verdict(bytes));
		}
		expect(verdicts).toContain('refused');
	});

	it.each([
		['JPEG', jpeg],
		['PNG', png],
	])('ends on a %s with flipped bytes', async (_name, make) => {
		const file = await make(300, 300);
		const random = seededRandom(SEED);
		const verdicts = new Set<string>();
		for (let round = 0; round < 1000; round += 1) {
			const damaged = Buffer.from(file);
			for (let flips = 0; flips < 5; flips += 1) {
				damaged[wholeBelow(700, random)] = wholeBelow(256, random);
			}
			verdicts.add(verdict(damaged));
		}
		expect(verdicts).toContain('accepted');
	});

	it.each([
		['nothing but markers without a length', [0xff, 0xd0]],
		['nothing but filling', [0xff]],
		['segments of length zero', [0xff, 0xe0, 0x00, 0x00]],
		['segments of length one', [0xff, 0xe0, 0x00, 0x01]],
		['segments of the least length', [0xff, 0xe0, 0x00, 0x02]],
	])('takes no more than its share of time for 10 MB of %s', (_name, pattern) => {
		const [small, large] = [LARGEST_BYTES / TIMES, LARGEST_BYTES].map((bytes) => {
			const file = Buffer.alloc(bytes, Buffer.from(pattern));
			JPEG_START.copy(file);
			return file;
		});
		const read = (file: Buffer) => () => {
			expect(verdict(file)).toBe('refused');
		};
		// A check that went back and forth would take the square of it.
		expect(growth(read(small), read(large))).toBeLessThan(TIMES * 5);
	});
});
