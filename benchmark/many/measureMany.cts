import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIn } from '../../test/novita-standin/standin.cts';
import { REPOSITORY_FOLDER } from '../../test/server/fixture/pack.cts';
import { runCommand } from '../../test/server/fixture/runCommand.cts';
import { writeImage } from '../files/measureFiles.cts';
import type { ManyOrder, ManyReport } from './manyProcess.cts';

/** Items of the runs that make videos. */
export const MANY = 50;

/** Seconds of their tasks. */
export const TASK_SECONDS = 10;

/** Submits that a service with a rate limit takes a minute. */
export const SUBMITS_A_MINUTE = 20;

/** Items that are only checked. */
export const CHECKED_ITEMS = 10_000;

/** Pixels of noise that make a PNG of 9 MB. */
const PHOTO = { width: 1700, height: 1765 };

const LIMITS = { folder: REPOSITORY_FOLDER, limitMs: 15 * 60_000 };

/** What many items in one run of the node take. Times are milliseconds. */
export interface ManyResult {
	/** With a rate limit that refuses without `Retry-After`. */
	readonly limited: {
		readonly milliseconds: number;
		readonly refusals: number;
	};
	/** Each with a photo of its own, beside one. */
	readonly photos: {
		readonly bytes: number;
		readonly one: number;
		readonly many: number;
		readonly addedBytes: number;
	};
	/** Checked and not sent. */
	readonly checks: { readonly milliseconds: number; readonly longestBlock: number };
}

/** Runs the node in a fresh engine. The first item alone loads the code, as in any n8n in use. */
async function runMany(order: ManyOrder): Promise<ManyReport[]> {
	const script = join(__dirname, 'manyProcess.cts');
	const options = [...process.execArgv, '--expose-gc', script, JSON.stringify(order)];
	return JSON.parse(await runCommand(process.execPath, options, LIMITS)) as ManyReport[];
}

const TEXT_TO_VIDEO = { operation: 'textToVideo' };
const IMAGE_TO_VIDEO = { operation: 'imageToVideo' };

async function measureLimited(): Promise<ManyResult['limited']> {
	const novita = await startStandIn({
		taskSeconds: TASK_SECONDS,
		submitsPerMinute: SUBMITS_A_MINUTE,
		saysRetryAfter: false,
	});
	try {
		const credential = { apiKey: novita.apiKey, baseUrl: novita.url };
		const order = { credential, parameters: TEXT_TO_VIDEO, itemCounts: [MANY] };
		const [{ milliseconds }] = await runMany(order);
		const refused = novita.requestsTo('submit').filter(({ status }) => status === 429);
		return { milliseconds, refusals: refused.length };
	} finally {
		await novita.close();
	}
}

async function measurePhotos(folder: string): Promise<ManyResult['photos']> {
	const image = join(folder, 'photo.png');
	const bytes = await writeImage(image, PHOTO);
	const novita = await startStandIn({ taskSeconds: TASK_SECONDS });
	try {
		const credential = { apiKey: novita.apiKey, baseUrl: novita.url };
		const order = { credential, image, parameters: IMAGE_TO_VIDEO, itemCounts: [1, MANY] };
		const [one, many] = await runMany(order);
		const { addedBytes } = many;
		return { bytes, one: one.milliseconds, many: many.milliseconds, addedBytes };
	} finally {
		await novita.close();
	}
}

async function measureChecks(): Promise<ManyResult['checks']> {
	// Nothing listens there, and nothing is sent.
	const credential = { apiKey: 'sk_benchmark', baseUrl: 'http://127.0.0.1:1' };
	const order = { credential, parameters: TEXT_TO_VIDEO, lastIsBad: true };
	const [, { milliseconds, longestBlock }] = await runMany({
		...order,
		itemCounts: [1, CHECKED_ITEMS],
	});
	return { milliseconds, longestBlock };
}

/** Measures many items in one run of the built node, in n8n's engine. */
export async function measureMany(): Promise<ManyResult> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-many-'));
	try {
		const checks = await measureChecks();
		const photos = await measurePhotos(folder);
		return { limited: await measureLimited(), photos, checks };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
