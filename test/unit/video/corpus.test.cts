import { readFileSync } from 'node:fs';

import { formatOf } from '../../../nodes/NovitaKling/video/format';
import { CORPUS, corpusPath } from '../../corpus/corpus.cts';

/** Bytes that arrive at a time: no boundary of a part of the file falls together with them. */
const CHUNK_SIZES = [13, 1000, Number.MAX_SAFE_INTEGER];

/** Reads a file as it would arrive. */
function readVideo(file: Buffer, chunkSize = 1000) {
	const format = formatOf(file, true);
	const reader = format?.createReader?.();
	for (let start = 0; start < file.length; start += chunkSize) {
		reader?.take(file.subarray(start, start + chunkSize));
	}
	return {
		mimeType: format?.mimeType,
		isWhole: reader?.isWhole() ?? false,
		facts: reader?.facts(),
	};
}

it('the corpus has many files and many cuts', () => {
	expect(CORPUS.length).toBeGreaterThan(50);
	expect(CORPUS.flatMap(({ cut }) => cut.damagedAt).length).toBeGreaterThan(300);
	expect(CORPUS.flatMap(({ cut }) => cut.wholeAt).length).toBeGreaterThan(50);
});

describe.each(CORPUS)('$name', ({ name, mimeType, plays, cut }) => {
	const file = readFileSync(corpusPath(name));

	it('is whole, and says what a player shows', () => {
		for (const chunkSize of CHUNK_SIZES) {
			const read = readVideo(file, chunkSize);
			expect(read).toEqual({ mimeType, isWhole: true, facts: plays });
		}
	});

	it('is refused where it is cut and a player misses something, and nowhere else', () => {
		const verdicts = [...cut.wholeAt, ...cut.damagedAt].map((at) => [
			at,
			readVideo(file.subarray(0, at)).isWhole,
		]);
		expect(verdicts).toEqual([
			...cut.wholeAt.map((at) => [at, true]),
			...cut.damagedAt.map((at) => [at, false]),
		]);
	});
});
