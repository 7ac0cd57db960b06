import { contentAt } from './boxes';

/** Bytes before the table of a box: version and flags, and the number of entries. */
const TABLE_START = 8;

/** Bytes of an entry of the box `stsc`: a run of chunks with the same number of samples. */
const RUN_BYTES = 12;

/** A table of samples, as far as it is read here. Source: ISO/IEC 14496-12, 8.6 and 8.7. */
export interface SampleTable {
	/** Units of the track's time scale that all samples take. */
	readonly units: number;
	/** How many samples there are. */
	readonly count: number;
	/** Where the samples lie in the file; undefined where it is not told. */
	readonly range?: ByteRange;
}

/** A part of a file, in bytes from its start. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

/**
 * Reads where a track's samples lie and how long they are.
 *
 * @param table content of the box `stbl`
 * @throws RangeError where a box is shorter than it says
 */
export function readSampleTable(table: Buffer): SampleTable {
	const sizes = sampleSizesOf(table);
	return {
		units: unitsOf(table),
		count: sizes?.count ?? 0,
		range: sizes && rangeOf(table, sizes),
	};
}

/** Sums up the box `stts`: runs of samples that take the same time. */
function unitsOf(table: Buffer): number {
	const times = contentAt(table, 'stts');
	let units = 0;
	if (times) {
		const end = TABLE_START + times.readUInt32BE(4) * 8;
		for (let at = TABLE_START; at < end; at += 8) {
			units += times.readUInt32BE(at) * times.readUInt32BE(at + 4);
		}
	}
	return units;
}

/** Sizes of samples, by their place in the order. */
interface SampleSizes {
	readonly count: number;
	/** Bytes of the samples from one to before another. */
	readonly bytesOf: (first: number, next: number) => number;
}

/** Reads the box `stsz`; its compact form `stz2` is too rare to be read. */
function sampleSizesOf(table: Buffer): SampleSizes | undefined {
	const sizes = contentAt(table, 'stsz');
	if (!sizes) return undefined;
	const sameSize = sizes.readUInt32BE(4);
	const count = sizes.readUInt32BE(8);
	// QuickTime says 1 of packed sound, and means something else.
	if (sameSize === 1) return undefined;
	if (sameSize > 0) return { count, bytesOf: (first, next) => (next - first) * sameSize };
	const bytesOf = (first: number, next: number) => {
		let bytes = 0;
		for (let sample = first; sample < next; sample += 1)
			bytes += sizes.readUInt32BE(12 + sample * 4);
		return bytes;
	};
	return { count, bytesOf };
}

/** The part of the file from the first to the last byte of all chunks. */
function rangeOf(table: Buffer, { count, bytesOf }: SampleSizes): ByteRange | undefined {
	const chunks = chunkStartsOf(table);
	const runs = contentAt(table, 'stsc');
	if (!chunks || !runs) return undefined;
	const runCount = runs.readUInt32BE(4);
	const firstChunkOf = (run: number) => runs.readUInt32BE(TABLE_START + run * RUN_BYTES);
	let start = Infinity;
	let end = 0;
	let run = 0;
	let sample = 0;
	for (let chunk = 1; chunk <= chunks.count; chunk += 1) {
		while (run + 1 < runCount && firstChunkOf(run + 1) <= chunk) run += 1;
		const samplesInChunk = runs.readUInt32BE(TABLE_START + run * RUN_BYTES + 4);
		const next = Math.min(sample + samplesInChunk, count);
		const position = chunks.startOf(chunk - 1);
		start = Math.min(start, position);
		end = Math.max(end, position + bytesOf(sample, next));
		sample = next;
	}
	return { start, end };
}

/** Reads the box `stco`, or `co64` of a large file. */
function chunkStartsOf(table: Buffer) {
	const short = contentAt(table, 'stco');
	if (short) {
		const startOf = (index: number) => short.readUInt32BE(TABLE_START + index * 4);
		return { count: short.readUInt32BE(4), startOf };
	}
	const long = contentAt(table, 'co64');
	if (!long) return undefined;
	const startOf = (index: number) => Number(long.readBigUInt64BE(TABLE_START + index * 8));
	return { count: long.readUInt32BE(4), startOf };
}
