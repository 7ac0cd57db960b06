/**
 * Makes the videos in test/corpus/files and writes down what ffmpeg makes of each: the containers, layouts
 * and codecs that a video may come in, and each of them cut at places of all kinds. The tests compare
 * the node with these facts and need no ffmpeg. Needs ffmpeg 5 with the usual encoders:
 * `node scripts/makeVideoCorpus.mjs`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { changedFiles } from './videoSurgery.mjs';

const TARGET = join(import.meta.dirname, '../test/corpus/files');

const MIME_TYPES = {
	'.mp4': 'video/mp4',
	'.mov': 'video/quicktime',
	'.webm': 'video/webm',
	'.mkv': 'video/x-matroska',
};

const PICTURES = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=12:duration=1.5'];
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000:duration=1.5'];
const BOTH = [...PICTURES, ...SOUND];
const H264 = [
	'-c:v',
	'libx264',
	'-preset',
	'veryslow',
	'-crf',
	'40',
	'-pix_fmt',
	'yuv420p',
	'-g',
	'6',
];
const AAC = ['-c:a', 'aac', '-b:a', '16k'];
const OPUS = ['-c:a', 'libopus', '-b:a', '8k'];
const VP8 = ['-c:v', 'libvpx', '-b:v', '40k', '-g', '6'];
const VP9 = ['-c:v', 'libvpx-vp9', '-crf', '55', '-b:v', '0', '-g', '6'];
const AV1 = ['-c:v', 'libaom-av1', '-crf', '60', '-b:v', '0', '-cpu-used', '6', '-g', '6'];
const HEVC = [
	'-c:v',
	'libx265',
	'-crf',
	'40',
	'-pix_fmt',
	'yuv420p',
	'-x265-params',
	'log-level=none',
];
const movflags = (flags) => ['-movflags', flags];

/** Each file by its name, and ffmpeg's arguments for it. */
const FILES = {
	'h264-movie-last.mp4': [...PICTURES, ...H264],
	'h264-movie-first.mp4': [...PICTURES, ...H264, ...movflags('+faststart')],
	'h264-aac-movie-last.mp4': [...BOTH, ...H264, ...AAC],
	'h264-aac-movie-first.mp4': [...BOTH, ...H264, ...AAC, ...movflags('+faststart')],
	'h264-aac-sound-first.mp4': [...BOTH, '-map', '1', '-map', '0', ...H264, ...AAC],
	'h264-opus.mp4': [...BOTH, ...H264, ...OPUS],
	'h264-fine-timescale.mp4': [...PICTURES, ...H264, '-video_track_timescale', '90000'],
	'h264-wide-pixels.mp4': [...PICTURES, '-vf', 'setsar=4/3', ...H264],
	'h264-turned-90.mp4': [...PICTURES, ...H264, '-metadata:s:v', 'rotate=90'],
	'h264-turned-180.mp4': [...PICTURES, ...H264, '-metadata:s:v', 'rotate=180'],
	'h264-turned-270.mp4': [...PICTURES, ...H264, '-metadata:s:v', 'rotate=270'],
	'h264-short-sound.mp4': [...BOTH, ...H264, ...AAC, '-af', 'atrim=duration=0.5'],
	'h264-long-sound.mp4': [...BOTH, ...H264, ...AAC, '-vf', 'trim=duration=0.5'],
	'hevc.mp4': [...PICTURES, ...HEVC, '-tag:v', 'hvc1'],
	'av1.mp4': [...PICTURES, ...AV1],
	'vp9.mp4': [...PICTURES, ...VP9],
	'mpeg4-aac.mp4': [...BOTH, '-c:v', 'mpeg4', '-q:v', '20', ...AAC],
	'fragments.mp4': [
		...BOTH,
		...H264,
		...AAC,
		...movflags('frag_keyframe+empty_moov+default_base_moof'),
	],
	'fragments-silent.mp4': [...PICTURES, ...H264, ...movflags('frag_keyframe+empty_moov')],
	'fragments-behind-a-movie.mp4': [...BOTH, ...H264, ...AAC, ...movflags('frag_keyframe')],
	'fragments-negative-offsets.mp4': [
		...PICTURES,
		...H264,
		...movflags('frag_keyframe+empty_moov+negative_cts_offsets'),
	],
	'cmaf.mp4': [...PICTURES, ...H264, ...movflags('cmaf+frag_keyframe')],
	'dash-one-index.mp4': [...BOTH, ...H264, ...AAC, ...movflags('dash+global_sidx+frag_keyframe')],
	'dash-segments.mp4': [...PICTURES, ...H264, ...movflags('dash+frag_keyframe+skip_trailer')],
	'h264-aac.mov': [...BOTH, ...H264, ...AAC],
	'h264-movie-first.mov': [...PICTURES, ...H264, ...movflags('+faststart')],
	'fragments.mov': [...BOTH, ...H264, ...AAC, ...movflags('frag_keyframe+empty_moov')],
	'prores-pcm.mov': [
		...BOTH,
		...['-frames:v', '3', '-c:v', 'prores_ks', '-profile:v', 'proxy'],
		...['-c:a', 'pcm_s16le', '-t', '0.25'],
	],
	'h264-timecode.mov': [...PICTURES, ...H264, '-timecode', '00:00:00:00'],
	'mjpeg.mov': [...PICTURES, '-c:v', 'mjpeg', '-q:v', '25', '-pix_fmt', 'yuvj420p'],
	'vp8-opus.webm': [...BOTH, ...VP8, ...OPUS],
	'vp9.webm': [...PICTURES, ...VP9],
	'vp9-opus.webm': [...BOTH, ...VP9, ...OPUS],
	'vp9-index-first.webm': [...PICTURES, ...VP9, '-cues_to_front', '1'],
	'vp9-live.webm': [...BOTH, ...VP9, ...OPUS, '-live', '1'],
	'vp9-short-clusters.webm': [...PICTURES, ...VP9, '-cluster_time_limit', '300'],
	'av1.webm': [...PICTURES, ...AV1],
	'h264-aac.mkv': [...BOTH, ...H264, ...AAC],
	'hevc.mkv': [...PICTURES, ...HEVC],
	'h264-wide-pixels.mkv': [...PICTURES, '-vf', 'setsar=4/3', ...H264],
};

/** Cut in the description of its time code, this one opens in ffmpeg at one byte and not at the next. */
const NOT_CUT = ['h264-timecode.mov'];

/** Cuts at places that a random number gives. */
const RANDOM_CUTS = 6;
/** Cuts close to the end, where indexes and padding lie. */
const BYTES_BEFORE_THE_END = [1, 9, 60, 200];

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));

function encode(name, arguments_) {
	const target = join(TARGET, name);
	const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags', '+bitexact'];
	const common = ['-hide_banner', '-loglevel', 'error', '-y'];
	execFileSync('ffmpeg', [...common, ...arguments_, ...exact, target]);
	return readFileSync(target);
}

function ffprobe(file) {
	const output = execFileSync('ffprobe', [
		...['-v', 'error', '-of', 'json', '-show_format', '-show_streams'],
		file,
	]);
	return JSON.parse(output);
}

/** What a player shows of a file. */
function factsOf(file) {
	const { streams, format } = ffprobe(file);
	const video = streams.find(({ codec_type: type }) => type === 'video');
	const [across, down] = (video.sample_aspect_ratio ?? '1:1').split(':').map(Number);
	const shown = [Math.round((video.width * across) / down), video.height];
	const { rotation = 0 } = video.side_data_list?.find((data) => 'rotation' in data) ?? {};
	const [width, height] = rotation % 180 === 0 ? shown : shown.reverse();
	return {
		width,
		height,
		// A file that was written live does not say it.
		durationSeconds: format.duration && Math.round(format.duration * 1000) / 1000,
		hasAudio: streams.some(({ codec_type: type }) => type === 'audio'),
	};
}

/** Checksums of all that is decoded, to compare a cut file with the whole one. */
function decoded(bytes) {
	const file = join(folder, 'cut');
	writeFileSync(file, bytes);
	const { stdout } = spawnSync('ffmpeg', [
		...['-v', 'quiet', '-i', file, '-map', '0:v', '-map', '0:a?', '-f', 'framemd5', '-'],
	]);
	return stdout.toString().replaceAll(/^#.*$/gm, '');
}

/** Cuts a file at many places: those where ffmpeg still shows all of it, and those where it does not. */
function cutsOf(name, bytes) {
	const random = seeded(createHash('sha256').update(name).digest().readInt32BE());
	const whole = decoded(bytes);
	const places = Array.from({ length: RANDOM_CUTS }, () => Math.floor(random() * bytes.length));
	const ends = BYTES_BEFORE_THE_END.map((count) => bytes.length - count);
	const sorted = [...new Set([...places, ...ends])].sort((one, other) => one - other);
	const playsAll = new Map(sorted.map((at) => [at, decoded(bytes.subarray(0, at)) === whole]));
	return {
		wholeAt: sorted.filter((at) => playsAll.get(at)),
		damagedAt: sorted.filter((at) => !playsAll.get(at)),
	};
}

/** Numbers from 0 to 1, the same at each run. Source: the generator mulberry32. */
function seeded(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A list of numbers as the formatter writes it. */
function onOneLine(list) {
	return list.replaceAll(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']');
}

mkdirSync(TARGET, { recursive: true });
const files = Object.fromEntries(
	Object.entries(FILES).map(([name, arguments_]) => [name, encode(name, arguments_)]),
);
for (const [name, bytes] of Object.entries(changedFiles(files))) {
	writeFileSync(join(TARGET, name), bytes);
	files[name] = bytes;
}
const facts = Object.entries(files).map(([name, bytes]) => ({
	name,
	mimeType: MIME_TYPES[extname(name)],
	plays: factsOf(join(TARGET, name)),
	cut: NOT_CUT.includes(name) ? { wholeAt: [], damagedAt: [] } : cutsOf(name, bytes),
}));
const json = JSON.stringify(facts, null, '\t').replaceAll(/\[[^\][{]*\]/g, onOneLine);
writeFileSync(join(TARGET, 'facts.json'), `${json}\n`);
rmSync(folder, { recursive: true });
