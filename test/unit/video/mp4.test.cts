import { Mp4Reader } from '../../../nodes/NovitaKling/video/mp4';
import { randomBytes, seededRandom, wholeBelow } from '../random.cts';
import {
	VIDEO_NAMES,
	box,
	boxesOf,
	contentOf,
	longBox,
	openEndedBox,
	realVideo,
} from './boxes.cts';

type Verdict = 'whole' | 'cut';

/** What the reader says of a file that arrives in chunks of a size. */
function verdict(file: Buffer, chunkSize = 1000): Verdict {
	const reader = new Mp4Reader();
	for (let start = 0; start < file.length; start += chunkSize) {
		reader.take(file.subarray(start, start + chunkSize));
	}
	return reader.isWhole() ? 'whole' : 'cut';
}

function factsOf(file: Buffer) {
	const reader = new Mp4Reader();
	reader.take(file);
	return reader.facts();
}

const CHUNK_SIZES = [1, 7, 1000, Number.MAX_SAFE_INTEGER];
const video = realVideo();
const start = box('ftyp', contentOf(video, 'ftyp'));
const movie = box('moov', contentOf(video, 'moov'));
const pictures = contentOf(video, 'mdat');
const media = box('mdat', pictures);
const movieAtTheEnd = Buffer.concat([start, media, movie]);

describe('Mp4Reader on whole files', () => {
	it.each(VIDEO_NAMES.flatMap((name) => CHUNK_SIZES.map((size) => [name, size] as const)))(
		'accepts %s in chunks of %i bytes',
		(name, chunkSize) => {
			expect(verdict(realVideo(name), chunkSize)).toBe('whole');
		},
	);

	it.each<[string, Buffer]>([
		['the movie box at the end', movieAtTheEnd],
		['media with a size of eight bytes', Buffer.concat([start, movie, longBox('mdat', pictures)])],
		[
			'media up to the end of the file',
			Buffer.concat([start, movie, openEndedBox('mdat', pictures)]),
		],
		[
			'free space between',
			Buffer.concat([start, box('free', Buffer.alloc(99)), movie, box('skip'), media]),
		],
		[
			'boxes of its maker',
			Buffer.concat([start, movie, media, box('uuid', Buffer.alloc(20)), box('udta')]),
		],
		['zeros behind it', Buffer.concat([start, movie, media, Buffer.alloc(1000)])],
		['a few zeros behind it', Buffer.concat([start, movie, media, Buffer.alloc(3)])],
		['a line end behind it', Buffer.concat([start, movie, media, Buffer.from('\r\n')])],
		['text behind it', Buffer.concat([start, movie, media, Buffer.from('end of the video file')])],
		[
			'fragments',
			Buffer.concat([start, movie, box('moof', Buffer.alloc(50)), media, box('moof'), media]),
		],
	])('accepts one with %s', (_name, file) => {
		for (const size of CHUNK_SIZES) expect(verdict(file, size)).toBe('whole');
	});

	it('does not mind empty chunks', () => {
		const reader = new Mp4Reader();
		for (const part of [start, Buffer.alloc(0), movie, media, Buffer.alloc(0)]) reader.take(part);
		expect(reader.isWhole()).toBe(true);
	});
});

/** Lengths at which a file may be cut: around each box's start, header and end, and in its middle. */
function cutsOf(file: Buffer): number[] {
	const around = (position: number) => [-1, 0, 1, 4, 7, 8, 9, 16].map((step) => position + step);
	return boxesOf(file)
		.flatMap(({ start: from, end }) => [...around(from), Math.floor((from + end) / 2), end - 1])
		.filter((length) => length >= 0 && length < file.length);
}

describe('Mp4Reader on a file that was cut', () => {
	it.each([1, 7, 1000])('sees every cut of a real video in chunks of %i bytes', (chunkSize) => {
		for (const length of cutsOf(video)) {
			expect([length, verdict(video.subarray(0, length), chunkSize)]).toEqual([length, 'cut']);
		}
	});

	const endOfMedia = start.length + media.length;

	it.each<[string, number]>([
		['in the media', endOfMedia - 1],
		['in the middle of the movie box', endOfMedia + Math.floor(movie.length / 2)],
		['just behind the header of the movie box', endOfMedia + 8],
		['in the header of the movie box', endOfMedia + 5],
		['one byte into the movie box', endOfMedia + 1],
		['before the movie box', endOfMedia],
	])('sees a video with the movie box at the end cut %s', (_name, length) => {
		expect(verdict(movieAtTheEnd.subarray(0, length))).toBe('cut');
	});

	it.each<[string, Buffer]>([
		['media of eight bytes of size', Buffer.concat([start, movie, longBox('mdat', pictures)])],
		['media up to the end', Buffer.concat([start, movie, openEndedBox('mdat', pictures)])],
		['a fragment', Buffer.concat([start, movie, media, box('moof', Buffer.alloc(50))])],
	])('sees %s cut one byte before its end', (_name, file) => {
		for (const size of CHUNK_SIZES) expect(verdict(file.subarray(0, -1), size)).toBe('cut');
	});

	it.each<[string, Buffer]>([
		['free space', Buffer.concat([start, movie, media, box('free', Buffer.alloc(50))])],
		['a box of its maker', Buffer.concat([start, movie, media, box('uuid', Buffer.alloc(50))])],
		['the names behind the tracks', movieAtTheEnd],
		[
			'padding behind the pictures',
			Buffer.concat([start, movie, box('mdat', Buffer.concat([pictures, Buffer.alloc(50)]))]),
		],
	])('does not mind %s cut one byte before its end', (_name, file) => {
		for (const size of CHUNK_SIZES) expect(verdict(file.subarray(0, -1), size)).toBe('whole');
	});

	it('sees a fragment without its media', () => {
		const file = Buffer.concat([start, movie, media, box('moof', Buffer.alloc(50))]);
		for (const size of CHUNK_SIZES) expect(verdict(file, size)).toBe('cut');
	});

	it('sees a box of more than four gigabytes that is not there', () => {
		const file = longBox('mdat', pictures.subarray(0, -1));
		file.writeBigUInt64BE(2n ** 40n, 8);
		expect(verdict(Buffer.concat([start, movie, file]))).toBe('cut');
	});
});

describe('Mp4Reader on something else', () => {
	it.each<[string, Buffer]>([
		['nothing', Buffer.alloc(0)],
		['fewer bytes than a header', Buffer.from('<html>')],
		['a start alone', start],
		['a start and no pictures', Buffer.concat([start, movie])],
		['pictures without a movie box', Buffer.concat([start, media])],
		['a page that begins like a box', Buffer.from('Now free: sign in to see this file')],
	])('does not call %s a whole video', (_name, file) => {
		for (const size of CHUNK_SIZES) expect(verdict(file, size)).toBe('cut');
	});

	it('comes to the same verdict however the bytes arrive', () => {
		const random = seededRandom(20_261_101);
		for (let round = 0; round < 300; round += 1) {
			const file = Buffer.concat([start, randomBytes(wholeBelow(200, random), random)]);
			expect(verdict(file, 1 + wholeBelow(20, random))).toBe(verdict(file));
		}
	});
});

describe('Mp4Reader on a damaged description', () => {
	it.each<[string, Buffer]>([
		['numbers out of range', box('moov', Buffer.concat([box('mvhd'), box('trak')]))],
		['no header', box('moov', Buffer.alloc(40))],
		['random bytes', box('moov', randomBytes(movie.length, seededRandom(7)))],
	])('with %s: passes the video on and says nothing of it', (_name, description) => {
		const reader = new Mp4Reader();
		reader.take(Buffer.concat([start, description, media]));
		expect(reader.isWhole()).toBe(true);
		expect(reader.facts()).toEqual({});
	});

	it('never fails, whichever byte of it is wrong', () => {
		const random = seededRandom(20_261_126);
		const { width, height, durationSeconds } = factsOf(Buffer.concat([start, movie, media]));
		expect([width, height, durationSeconds]).toEqual([1280, 720, 10]);
		for (let round = 0; round < 300; round += 1) {
			const damaged = Buffer.from(movie);
			damaged[8 + wholeBelow(damaged.length - 8, random)] = wholeBelow(256, random);
			expect(() => factsOf(Buffer.concat([start, damaged, media]))).not.toThrow();
		}
	});
});
