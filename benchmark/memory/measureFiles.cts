import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeBarePackage } from './barePackage.cts';
import { Child } from './child.cts';
import { curlSeconds, videoLink } from './curl.cts';
import type { OrderedTask, RunOrder, RunReport, SourceAddress } from './messages.cts';
import { nodeAloneSeconds } from './nodeAlone.cts';
import {
	howItWasMeasured,
	memoryTable,
	speedTable,
	type ImageCase,
	type TwoRuns,
	type VideoCase,
} from './tables.cts';

const MEGABYTE = 1_000_000;

/** Rounds of each case; the worst memory and the median time count. */
const ROUNDS = 3;

/** The small video that warms the engine up: code is loaded and compiled, as on any n8n in use. */
const WARM_UP_BYTES = MEGABYTE;

/** The videos, with what they may take at most above idle. */
const VIDEOS = [
	{ bytes: 200 * MEGABYTE, targetBytes: 64 * MEGABYTE },
	{ bytes: 1000 * MEGABYTE, targetBytes: 48 * MEGABYTE },
];

/** Noise cannot be compressed: this many pixels of it make a PNG just below the limit of 10 MB. */
const LARGE_IMAGE = { width: 1800, height: 1840 };

/** The small image that warms the engine up. */
const SMALL_IMAGE = { width: 300, height: 300 };

/** How many times its size an image may take at most on its way into a request body. */
const IMAGE_COPIES = 4;

const PROJECT = join(__dirname, '..', '..');

/** The processes and places of a measurement. */
interface Bench {
	readonly folder: string;
	readonly barePackage: string;
	readonly source: Child;
	readonly address: SourceAddress;
}

/** Tells an engine's process what to run, for a task that was ordered for it. */
type OrderFor = (taskId: string) => Promise<RunOrder> | RunOrder;

/** A fresh engine, so that no round lives on memory that an earlier one left. */
async function inFreshEngine<Result>(
	{ folder, address }: Bench,
	packageFolder: string,
	work: (engine: Child) => Promise<Result>,
): Promise<Result> {
	const userFolder = join(folder, 'n8n');
	const engine = Child.start(
		join(__dirname, 'engineProcess.cts'),
		[packageFolder, userFolder, address.url, address.apiKey],
		['--expose-gc'],
	);
	try {
		await engine.next<string>();
		return await work(engine);
	} finally {
		await engine.stop();
		await rm(userFolder, { recursive: true, force: true });
	}
}

async function orderVideo({ source }: Bench, videoBytes: number): Promise<string> {
	return (await source.ask<OrderedTask>({ videoBytes })).taskId;
}

/** Warms an engine up, then fetches two videos of the size, one after the other. */
async function fetchTwice(
	bench: Bench,
	bytes: number,
	packageFolder: string,
	orderFor: OrderFor,
): Promise<TwoRuns> {
	return await inFreshEngine(bench, packageFolder, async (engine) => {
		const fetchOne = async (size: number) => {
			const report = await engine.ask<RunReport>(await orderFor(await orderVideo(bench, size)));
			if (report.storedBytes === size) return report;
			throw new Error(`n8n's store has ${report.storedBytes} bytes instead of ${size}.`);
		};
		await fetchOne(WARM_UP_BYTES);
		return [await fetchOne(bytes), await fetchOne(bytes)];
	});
}

async function measureVideo(bench: Bench, bytes: number, targetBytes: number): Promise<VideoCase> {
	const node: TwoRuns[] = [];
	const bare: TwoRuns[] = [];
	const nodeAlone: number[] = [];
	const curl: number[] = [];
	const file = join(bench.folder, 'download.mp4');
	const linkTo = async (taskId: string) => await videoLink(bench.address, taskId);
	const orderedLink = async () => await linkTo(await orderVideo(bench, bytes));
	for (let round = 0; round < ROUNDS; round += 1) {
		node.push(
			await fetchTwice(bench, bytes, PROJECT, (taskId) => ({ operation: 'getResult', taskId })),
		);
		bare.push(
			await fetchTwice(bench, bytes, bench.barePackage, async (taskId) => ({
				operation: 'bare',
				link: await linkTo(taskId),
			})),
		);
		nodeAlone.push(await nodeAloneSeconds(await orderedLink(), file));
		await rm(file, { force: true });
		const seconds = await curlSeconds(await orderedLink(), file);
		await rm(file, { force: true });
		if (seconds !== undefined) curl.push(seconds);
	}
	return { bytes, targetBytes, node, bare, nodeAlone, curl };
}

/** Writes a PNG of noise, and tells how many bytes it has. */
async function writeImage(file: string, size: typeof LARGE_IMAGE): Promise<number> {
	const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
	const picture = sharp({ create: { ...size, channels: 3, background: 'grey', noise } });
	return (await picture.png({ compressionLevel: 0 }).toFile(file)).size;
}

async function measureImage(bench: Bench): Promise<ImageCase> {
	const small = join(bench.folder, 'small.png');
	const large = join(bench.folder, 'large.png');
	await writeImage(small, SMALL_IMAGE);
	const bytes = await writeImage(large, LARGE_IMAGE);
	const node: TwoRuns[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const runs = await inFreshEngine(bench, PROJECT, async (engine) => {
			const send = async (imageFile: string) =>
				await engine.ask<RunReport>({ operation: 'imageToVideo', imageFile });
			await send(small);
			return [await send(large), await send(large)] as const;
		});
		node.push(runs);
	}
	return { bytes, targetBytes: IMAGE_COPIES * bytes, node };
}

async function measureAll(bench: Bench): Promise<string> {
	const videos: VideoCase[] = [];
	for (const { bytes, targetBytes } of VIDEOS) {
		console.error(`Videos of ${bytes / MEGABYTE} MB, ${ROUNDS} rounds …`);
		videos.push(await measureVideo(bench, bytes, targetBytes));
	}
	console.error(`An image close to the limit, ${ROUNDS} rounds …`);
	const image = await measureImage(bench);
	return [memoryTable(videos, image), speedTable(videos), howItWasMeasured(ROUNDS)].join('\n\n');
}

/**
 * Measures what the built node takes while it fetches large videos, and while it sends a large image:
 * memory above idle, and time, beside a bare download by n8n's helpers and beside curl. Takes a few
 * minutes, on a machine that is otherwise at rest.
 *
 * @returns tables as plain text
 */
export async function measureFiles(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-memory-'));
	const barePackage = join(folder, 'bare-package');
	const source = Child.start(join(__dirname, 'videoSource.cts'));
	try {
		await writeBarePackage(barePackage, join(PROJECT, 'node_modules'));
		const address = await source.next<SourceAddress>();
		return await measureAll({ folder, barePackage, source, address });
	} finally {
		await source.stop();
		await rm(folder, { recursive: true, force: true });
	}
}
