import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { REPOSITORY_FOLDER } from '../../test/server/fixture/pack.cts';
import { runCommand } from '../../test/server/fixture/runCommand.cts';
import { KLING_TYPE } from '../../test/klingType.cts';
import { StandIns } from '../standins/standIns.cts';
import type { Order, RunReport } from './engineProcess.cts';
import {
	BARE_COLUMNS,
	filesTables,
	NODE_COLUMNS,
	type Columns,
	type FileCase,
} from './filesTables.cts';

const MEGABYTE = 1_000_000;

/** Rounds of each case; the worst memory and the median time count. */
export const ROUNDS = 3;

/** The small video that warms the engine up: code is loaded and compiled, as in any n8n in use. */
const WARM_UP_BYTES = MEGABYTE;

/** The videos, with what they may take at most above idle. */
const VIDEOS = [
	{ bytes: 200 * MEGABYTE, targetBytes: 64 * MEGABYTE },
	{ bytes: 1000 * MEGABYTE, targetBytes: 48 * MEGABYTE },
];

/** Pixels of the image that warms the engine up. */
const SMALL_IMAGE = { width: 300, height: 300 };

/** Noise cannot be compressed: this many pixels of it make a PNG just below the limit of 10 MB. */
const LARGE_IMAGE = { width: 1800, height: 1840 };

/** How many times its size an image may take at most until it is in a request body. */
const IMAGE_COPIES = 4;

const LIMITS = { folder: REPOSITORY_FOLDER, limitMs: 10 * 60_000 };

/** A download by Node.js and nothing else: what no node can be faster than. Prints its seconds. */
const NODE_DOWNLOAD = `
	const { createWriteStream } = require('node:fs');
	const { get } = require('node:http');
	const { pipeline } = require('node:stream/promises');
	const [file, link] = process.argv.slice(1);
	const start = performance.now();
	get(link, async (answer) => {
		if (answer.statusCode !== 200) throw new Error('HTTP ' + answer.statusCode);
		await pipeline(answer, createWriteStream(file));
		console.log((performance.now() - start) / 1000);
	});
`;

/** The tables as lines of text, and what ran them. */
export interface FilesResult {
	readonly tables: readonly string[];
	readonly machine: string;
}

/** Runs nodes in a fresh engine, so that no round lives on memory that an earlier one left. */
async function runInEngine(order: Order): Promise<RunReport[]> {
	const script = join(__dirname, 'engineProcess.cts');
	const options = [...process.execArgv, '--expose-gc', script, JSON.stringify(order)];
	return JSON.parse(await runCommand(process.execPath, options, LIMITS)) as RunReport[];
}

async function hasCurl(): Promise<boolean> {
	return await runCommand('curl', ['--version'], LIMITS).then(
		() => true,
		() => false,
	);
}

function klingOrder({ novita }: StandIns, runs: Array<Record<string, string | boolean>>): Order {
	return {
		packageFolder: REPOSITORY_FOLDER,
		credentials: { novitaApi: { apiKey: novita.apiKey, baseUrl: novita.url } },
		nodes: runs.map((parameters) => ({ name: 'Kling', type: KLING_TYPE, parameters })),
	};
}

function bareOrder(links: readonly string[]): Order {
	const node = { name: 'Bare', type: 'n8n-nodes-bare-download.bareDownload' };
	return {
		packageFolder: join(__dirname, 'bareDownload'),
		credentials: {},
		nodes: links.map((link) => ({ ...node, parameters: { link } })),
	};
}

/** Notes what a fresh engine took for the first large file, and for the next one. */
function addReports({ values }: FileCase, columns: Columns, [, first, next]: RunReport[]): void {
	const add = (column: string, value: number) => (values[column] ??= []).push(value);
	add(columns.idle, first.idleBytes);
	add(columns.first, first.peakBytes - first.idleBytes);
	add(columns.next, next.peakBytes - next.idleBytes);
	for (const { seconds, cpuSeconds } of [first, next]) {
		add(columns.time, seconds);
		add(columns.cpu, cpuSeconds);
	}
}

async function measureVideo(
	standIns: StandIns,
	folder: string,
	{ bytes, targetBytes }: (typeof VIDEOS)[number],
): Promise<FileCase> {
	const what = `video of ${bytes / MEGABYTE} MB`;
	const result: FileCase = { what, bytes, targetBytes, values: {} };
	const sizes = [WARM_UP_BYTES, bytes, bytes];
	const finishedVideos = async () =>
		await Promise.all(sizes.map(async (size) => await standIns.finishedVideo(size)));
	const fetchAll = async (order: Order) => {
		const reports = await runInEngine(order);
		const stored = reports.map(({ storedBytes }) => storedBytes).join(', ');
		if (stored === sizes.join(', ')) return reports;
		throw new Error(`n8n's store has ${stored} bytes instead of ${sizes.join(', ')}.`);
	};
	const file = join(folder, 'download.mp4');
	const download = async (column: string, program: string, options: string[]) => {
		const { link } = await standIns.finishedVideo(bytes);
		const seconds = await runCommand(program, [...options, link], LIMITS);
		(result.values[column] ??= []).push(Number(seconds));
		await rm(file);
	};
	for (let round = 0; round < ROUNDS; round += 1) {
		const videos = await finishedVideos();
		const tasks = videos.map(({ taskId }) => ({ operation: 'getResult', taskId }));
		addReports(result, NODE_COLUMNS, await fetchAll(klingOrder(standIns, tasks)));
		const links = (await finishedVideos()).map(({ link }) => link);
		addReports(result, BARE_COLUMNS, await fetchAll(bareOrder(links)));
		await download('Node.js', process.execPath, ['-e', NODE_DOWNLOAD, file]);
		const curlOptions = ['-sSf', '-w', '%{time_total}', '-o', file];
		if (await hasCurl()) await download('curl', 'curl', curlOptions);
	}
	return result;
}

/** Writes a PNG of noise. @returns how many bytes it has */
export async function writeImage(file: string, pixels: typeof LARGE_IMAGE): Promise<number> {
	const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
	const picture = sharp({ create: { ...pixels, channels: 3, background: 'grey', noise } });
	return (await picture.png({ compressionLevel: 0 }).toFile(file)).size;
}

async function measureImage(standIns: StandIns, folder: string): Promise<FileCase> {
	const [small, large] = [join(folder, 'small.png'), join(folder, 'large.png')];
	await writeImage(small, SMALL_IMAGE);
	const bytes = await writeImage(large, LARGE_IMAGE);
	const what = `image of ${(bytes / MEGABYTE).toFixed(1)} MB`;
	const result: FileCase = { what, bytes, targetBytes: IMAGE_COPIES * bytes, values: {} };
	const run = { operation: 'imageToVideo', prompt: 'The picture moves', downloadVideo: false };
	const order = { ...klingOrder(standIns, [run, run, run]), images: [small, large, large] };
	for (let round = 0; round < ROUNDS; round += 1) {
		addReports(result, NODE_COLUMNS, await runInEngine(order));
	}
	return result;
}

/**
 * Measures what the built node takes in n8n's engine while it fetches large videos and sends a large image,
 * beside a bare download by n8n's functions and beside curl. Wants a machine that is otherwise at rest.
 */
export async function measureFiles(): Promise<FilesResult> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-files-'));
	const standIns = await StandIns.start();
	try {
		const videos: FileCase[] = [];
		for (const video of VIDEOS) videos.push(await measureVideo(standIns, folder, video));
		const image = await measureImage(standIns, folder);
		const machine = `${cpus().length} processors, load ${loadavg()[0].toFixed(1)}`;
		return { tables: filesTables(videos, image), machine };
	} finally {
		await standIns.stop();
		await rm(folder, { recursive: true, force: true });
	}
}
