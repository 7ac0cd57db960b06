import type { IBinaryData } from 'n8n-workflow';

import {
	addressNotAllowed,
	downloadFault,
	hostAnswered,
	linkExpired,
	storeFailed,
} from '../errors/downloadFaults';
import { ItemFailure, PassingFault } from '../errors/failure';
import { resultOf, tryOnce } from '../errors/result';
import { downloadFailed } from '../errors/taskFailures';
import { type Task, remaining } from '../poll/task';
import type { Polling } from '../poll/requestStatus';
import { getTaskStatus } from '../poll/waitForVideo';
import { readVideoAddress } from '../transport/address';
import { backoffDelay } from '../transport/backoff';
import { connectionFaultOf } from '../transport/connectionFaults';
import type { NovitaApi } from '../transport/novitaApi';
import { pause } from '../transport/pause';
import { openFile } from '../transport/redirects';
import { readRetryAfter } from '../transport/retryAfter';
import type { TaskSnapshot } from '../transport/taskAnswer';
import type { OpenFileLink, FileAnswer, FileStream } from '../transport/fileLink';
import type { StoredVideo } from '../video/facts';
import { videoFileName } from './fileName';
import { checkedVideo, watchDownload } from './videoStream';

/** Tries to download a video; a link that does not work by then is not going to. */
const MAX_TRIES = 6;

/** Milliseconds until the video's host has to answer. */
const ANSWER_TIME_LIMIT = 60_000;

/** Milliseconds that a video still gets when it is found ready at the very deadline. */
const SHORTEST_DOWNLOAD = 30_000;

/**
 * HTTP statuses with which a whole file comes: from its host, from a proxy that passed it on (203), or
 * as the one range of it that was never asked for (206).
 */
const PARTIAL_CONTENT = 206;
const FILE_STATUSES = [200, 203, PARTIAL_CONTENT];

/** HTTP statuses that mean an expired link. */
const EXPIRED_STATUSES = [401, 403, 404, 410];

/** Codes of Node.js for a store that cannot keep the file, however often it is downloaded. */
const STORE_FAULT_CODES = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EMFILE']);

/** What a download needs of its run. */
export interface Downloading extends Polling {
	readonly api: Pick<NovitaApi, 'taskResult' | 'baseUrl'>;
	readonly openFileLink: OpenFileLink;
	/** Streams a file into n8n's binary store. */
	readonly storeFile: (
		content: FileStream,
		fileName: string,
		mimeType: string,
	) => Promise<IBinaryData>;
	/** Writes a warning into n8n's log. */
	readonly warn: (message: string) => void;
}

/** How a video becomes a file. */
export interface DownloadSettings {
	/** Bytes at most. */
	readonly maxDownloadBytes: number;
	/** The user's own name of the file; undefined for one that is made of the prompt and the task's ID. */
	readonly fileName: string | undefined;
	/** What the video shows; missing where that is not known. */
	readonly prompt?: string;
}

/**
 * Downloads a finished video from its link straight into n8n's binary store, and again on a fault,
 * with a fresh link each time.
 *
 * @throws ItemFailure of kind `downloadFailed`, or where a fresh link shows that the task is lost
 */
export async function downloadVideo(
	task: Task,
	snapshot: TaskSnapshot,
	settings: DownloadSettings,
	run: Downloading,
): Promise<StoredVideo> {
	let link = snapshot.videoUrl;
	const ready = { ...task, deadline: Math.max(task.deadline, Date.now() + SHORTEST_DOWNLOAD) };
	for (let tries = 1; ; tries += 1) {
		const download = await tryOnce(async () => await downloadOnce(link, ready, settings, run));
		if ('value' in download) return download.value;
		run.signal.throwIfAborted();
		const { message, retryAfter } = download.failure;
		const wait = retryAfter ?? backoffDelay(tries);
		if (tries === MAX_TRIES || wait >= remaining(ready.deadline)) {
			throw downloadFailed(task.taskId, message);
		}
		run.warn(`The video of task ${task.taskId} is downloaded again: ${message}`);
		await pause(wait, run.signal);
		link = (await renewedLink(ready, run)) ?? link;
	}
}

/**
 * A fresh link, from the task's status. Where no answer brings one, the old link may do.
 *
 * @throws ItemFailure where the answer says that there is nothing left to download
 */
async function renewedLink(task: Task, run: Downloading): Promise<string | undefined> {
	const status = await resultOf(async () => await getTaskStatus(task, run));
	if ('value' in status) return status.value.videoUrl;
	run.signal.throwIfAborted();
	if (status.failure.details.kind !== 'noAnswer') throw status.failure;
	return undefined;
}

/**
 * One try to download a video.
 *
 * @throws PassingFault where another try may help
 * @throws ItemFailure of kind `downloadFailed` where none will
 */
async function downloadOnce(
	link: string | undefined,
	task: Task,
	{ maxDownloadBytes: maxBytes, fileName, prompt }: DownloadSettings,
	run: Downloading,
): Promise<StoredVideo> {
	const { taskId, deadline } = task;
	const address = link ? readVideoAddress(link, run.api.baseUrl) : undefined;
	if (!address) throw addressNotAllowed(taskId);
	// Closes the connection of a download that ended or stalled before its body did.
	const ended = new AbortController();
	const signal = AbortSignal.any([run.signal, ended.signal]);
	let stored: Promise<IBinaryData> | undefined;
	try {
		const { body, announcedBytes } = await openVideo(address, deadline, signal, run);
		const limits = { taskId, maxBytes, announcedBytes, deadline };
		const watch = watchDownload(limits, signal);
		const video = await Promise.race([checkedVideo(body, limits, watch), watch.stalled]);
		const { mimeType, extension } = video.format;
		const name = videoFileName(fileName, taskId, extension, prompt);
		stored = run.storeFile(video.stream, name, mimeType);
		const file = await Promise.race([stored, watch.stalled]);
		return { file, facts: video.facts() };
	} catch (error) {
		throw downloadFaultOf(error, taskId);
	} finally {
		ended.abort();
		// n8n's store removes what arrived of a file that stalled.
		await Promise.allSettled([stored]);
	}
}

/** Opens the video at its address, or where it has moved. */
async function openVideo(
	address: URL,
	deadline: number,
	signal: AbortSignal,
	run: Downloading,
): Promise<FileAnswer> {
	return await openFile(address, {
		open: async (current) => {
			const timeLimit = Math.max(Math.min(ANSWER_TIME_LIMIT, remaining(deadline)), 1);
			return await run.openFileLink(current, timeLimit, signal);
		},
		hasFile: (answer) => FILE_STATUSES.includes(answer.status) && !isPart(answer),
		redirectOf: (answer, current) => redirectOf(answer, current, run.api.baseUrl),
		tooManyRedirects: () => downloadFault('tooManyRedirects'),
	});
}

/** Whether an answer holds a part of the file, as its header says: `bytes 0-999/5000`. */
function isPart({ status, headers }: FileAnswer): boolean {
	if (status !== PARTIAL_CONTENT) return false;
	const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(String(headers['content-range']));
	if (!range) return false;
	const [start, end, total] = range.slice(1).map(Number);
	return start > 0 || end + 1 < total;
}

/** Where a video has moved. @throws PassingFault where its host does not give it */
function redirectOf({ status, headers }: FileAnswer, current: URL, baseUrl: string): URL {
	const location = typeof headers.location === 'string' ? headers.location : '';
	if (status >= 300 && status < 400 && URL.canParse(location, current.href)) {
		const next = readVideoAddress(new URL(location, current).href, baseUrl);
		if (next) return next;
		throw downloadFault('redirectNotAllowed');
	}
	if (EXPIRED_STATUSES.includes(status)) throw linkExpired(status);
	throw hostAnswered(status, readRetryAfter(headers['retry-after'], Date.now()));
}

/** Why a try failed: an error that is not the node's own comes from n8n's store or the connection. */
function downloadFaultOf(error: unknown, taskId: string): ItemFailure | PassingFault {
	if (error instanceof ItemFailure || error instanceof PassingFault) return error;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return STORE_FAULT_CODES.has(code) ? storeFailed(taskId, code) : connectionFaultOf(error);
}
