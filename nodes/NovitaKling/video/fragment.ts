import { boxesIn, contentAt } from './boxes';

/** Flags of the boxes `tfhd` and `trun`: which fields they have. Source: ISO/IEC 14496-12, 8.8.7 and 8.8.8. */
const HEADER_FLAGS = { baseOffset: 0x1, description: 0x2, units: 0x8 };
const RUN_FLAGS = {
	offset: 0x1,
	firstFlags: 0x4,
	units: 0x100,
	size: 0x200,
	flags: 0x400,
	shift: 0x800,
};

/**
 * Adds up how long the samples of a fragment are, track by track.
 *
 * @param content of the box `moof`
 * @param sampleUnits units that a sample takes where the fragment does not say, by the ID of each track
 * @param sums units by the track's ID, to which this fragment's are added
 * @throws RangeError where a box is shorter than it says
 */
export function addFragment(
	content: Buffer,
	sampleUnits: ReadonlyMap<number, number>,
	sums: Map<number, number>,
): void {
	for (const { type, content: track } of boxesIn(content)) {
		const header = type === 'traf' ? contentAt(track, 'tfhd') : undefined;
		if (!header) continue;
		const id = header.readUInt32BE(4);
		const defaultUnits = sampleUnits.get(id);
		if (defaultUnits === undefined) continue;
		const units = unitsOfHeader(header) ?? defaultUnits;
		for (const run of boxesIn(track)) {
			if (run.type !== 'trun') continue;
			sums.set(id, (sums.get(id) ?? 0) + unitsOfRun(run.content, units));
		}
	}
}

/** Units that each sample of a track's fragment takes, where its header says so. */
function unitsOfHeader(header: Buffer): number | undefined {
	const flags = header.readUInt32BE(0);
	if (!(flags & HEADER_FLAGS.units)) return undefined;
	const before =
		(flags & HEADER_FLAGS.baseOffset ? 8 : 0) + (flags & HEADER_FLAGS.description ? 4 : 0);
	return header.readUInt32BE(8 + before);
}

/** Units that the samples of a run take. */
function unitsOfRun(run: Buffer, unitsOfSample: number): number {
	const flags = run.readUInt32BE(0);
	const count = run.readUInt32BE(4);
	if (!(flags & RUN_FLAGS.units)) return count * unitsOfSample;
	const { units, size, flags: sampleFlags, shift } = RUN_FLAGS;
	const fields = [units, size, sampleFlags, shift].filter((flag) => flags & flag).length;
	const start = 8 + (flags & RUN_FLAGS.offset ? 4 : 0) + (flags & RUN_FLAGS.firstFlags ? 4 : 0);
	let sum = 0;
	for (let sample = 0; sample < count; sample += 1) {
		sum += run.readUInt32BE(start + sample * fields * 4);
	}
	return sum;
}
