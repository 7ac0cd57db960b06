import { boxesIn, contentAt } from './boxes';
import { type VideoFacts, wholeMilliseconds } from './facts';
import type { ByteRange } from './sampleTable';
import { type MediaTime, type Track, isTurned, readMediaTime, readTrack } from './track';

/** Where fields stand in the box `mvhd`, by its version. */
const MATRIX_START = [36, 48];
const NEXT_TRACK = [96, 108];

/** What the box `moov` says of a video. Source: ISO/IEC 14496-12, 8.2. */
export interface Movie {
	readonly time: MediaTime;
	/** Whether the whole movie is shown turned by a quarter. */
	readonly isTurned: boolean;
	readonly tracks: readonly Track[];
	/** ID that a further track would have. */
	readonly nextTrackId: number;
	/** Whether its media may come in fragments, each with a box `moof`. */
	readonly isFragmented: boolean;
	/** Units that a sample of a fragment takes, where the fragment does not say, by the track's ID. */
	readonly sampleUnits: ReadonlyMap<number, number>;
	/** Length of the movie with its fragments, in its own units, where it is told. */
	readonly fragmentedUnits?: number;
}

/**
 * Reads the description of a video.
 *
 * @param content of the box `moov`
 * @throws RangeError where a box is shorter than it says
 */
export function readMovie(content: Buffer): Movie | undefined {
	const header = contentAt(content, 'mvhd');
	if (!header) return undefined;
	const extension = contentAt(content, 'mvex');
	const version = header[0] === 1 ? 1 : 0;
	return {
		time: readMediaTime(header),
		isTurned: isTurned(header.subarray(MATRIX_START[version])),
		tracks: contentsOf(content, 'trak').flatMap((track) => readTrack(track) ?? []),
		nextTrackId: header.readUInt32BE(NEXT_TRACK[version]),
		isFragmented: extension !== undefined,
		sampleUnits: new Map(
			contentsOf(extension, 'trex').map((box) => [box.readUInt32BE(4), box.readUInt32BE(12)]),
		),
		fragmentedUnits: fragmentedUnitsOf(extension),
	};
}

/** Where in the file all lies that is shown or heard; undefined where it is not told. */
export function rangeOfMedia({ tracks, isFragmented }: Movie): ByteRange | undefined {
	const media = tracks.filter(({ kind }) => kind !== 'other');
	const ranges = media.flatMap(({ samples }) => samples.range ?? []);
	if (isFragmented || ranges.length === 0 || ranges.length < media.length) return undefined;
	return {
		start: Math.min(...ranges.map(({ start }) => start)),
		end: Math.max(...ranges.map(({ end }) => end)),
	};
}

/** Whether a description that is cut tells of all tracks, and where each of their samples lies. */
export function isDescribed(movie: Movie): boolean {
	return movie.tracks.length + 1 === movie.nextTrackId && rangeOfMedia(movie) !== undefined;
}

/**
 * What a movie says of itself.
 *
 * @param fragments units that the fragments of each track take, by its ID
 */
export function factsOfMovie(movie: Movie, fragments: ReadonlyMap<number, number>): VideoFacts {
	const videos = movie.tracks.filter(({ kind }) => kind === 'video');
	const shown = videos.find(({ isEnabled }) => isEnabled) ?? videos[0];
	const isTurnedOver = shown && shown.isTurned !== movie.isTurned;
	return {
		width: isTurnedOver ? shown.height : shown?.width,
		height: isTurnedOver ? shown.width : shown?.height,
		durationSeconds: wholeMilliseconds(secondsOf(movie, fragments)),
		hasAudio: movie.tracks.some(
			({ kind, samples }) => kind === 'audio' && (movie.isFragmented || samples.count > 0),
		),
	};
}

/** How long a movie plays: as its header says, or else as long as its longest track. */
function secondsOf(movie: Movie, fragments: ReadonlyMap<number, number>): number {
	const { time, tracks, isFragmented, fragmentedUnits } = movie;
	const units = isFragmented ? fragmentedUnits : time.units;
	if (units) return units / time.timescale;
	const media = tracks.filter(({ kind }) => kind !== 'other');
	return Math.max(
		0,
		...media.map(
			({ id, samples, timescale }) => (samples.units + (fragments.get(id) ?? 0)) / timescale,
		),
	);
}

function fragmentedUnitsOf(extension: Buffer | undefined): number | undefined {
	const header = extension && contentAt(extension, 'mehd');
	if (!header) return undefined;
	return header[0] === 1 ? Number(header.readBigUInt64BE(4)) : header.readUInt32BE(4);
}

function contentsOf(content: Buffer | undefined, type: string): Buffer[] {
	const boxes = content ? [...boxesIn(content)] : [];
	return boxes.filter((box) => box.type === type).map((box) => box.content);
}
