import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';

import { readVideoAddress } from '../transport/address';
import { connectionFaultOf } from '../transport/connectionFaults';
import { readRetryAfter } from '../transport/retryAfter';
import type { TaskSnapshot } from '../transport/taskAnswer';
import { downloadFailed } from '../errors/taskFailures';
import { outcomeOf } from '../errors/outcome';
import { pause } from '../transport/pacing';
import { type Run, type Task, remaining } from '../run';
import { faultWait } from '../poll/schedule';
import { DownloadFault, type VideoStream, checkedVideo } from './videoStream';
import { askForTask } from '../poll/waitForVideo';

/** How a video becomes a file. */
export interface DownloadSettings {
	/** Bytes at most. */
	readonly maxBytes: number;
	/** Name of the file, without a path. */
	readonly fileName: string;
}

/** MIME type of the file, without parameters: next nodes compare it as it is. */
const MIME_TYPE = 'video/mp4';

/** Tries to fetch a video; a link that does not work by then is not going to. */
const MAX_TRIES = 6;

/** Redirects followed for one video, each checked like the first address. */
const MAX_REDIRECTS = 5;

/** Milliseconds until the video's host has to answer. */
const ANSWER_TIME_LIMIT = 60_000;

/** A video that is found ready at the very deadline still gets this time, in milliseconds. */
const SHORTEST_DOWNLOAD = 30_000;

/** Answers that mean an expired link. */
const EXPIRED_STATUSES = [401, 403, 404, 410];

/** Codes of Node.js for a store that cannot take the file, however often it is fetched. */
const STORE_FAULT_CODES = new Set(['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EMFILE']);

/**
 * Fetches a finished video from its link straight into n8n's binary store, and again on a fault,
 * with a fresh link each time. The key is not sent: the link carries its own signature.
 *
 * @throws ItemFailure of kind `downloadFailed`
 */
export async function downloadVideo(
	task: Task,
	snapshot: TaskSnapshot,
	settings: DownloadSettings,
	run: Run,
): Promise<IBinaryData> {
	let link = snapshot.videoUrl;
	const ready = { ...task, deadline: Math.max(task.deadline, Date.now() + SHORTEST_DOWNLOAD) };
	for (let tries = 1; ; tries += 1) {
		const result = await fetchOnce(link, ready, settings, run);
		if (!(result instanceof DownloadFault)) return result;
		run.signal.throwIfAborted();
		const wait = result.wait ?? faultWait(tries);
		if (result.isFinal || tries === MAX_TRIES || wait >= remaining(ready.deadline)) {
			throw downloadFailed(task.taskId, result.message, result.advice);
		}
		run.context.logger.warn(`The video of task ${task.taskId} is fetched again: ${result.message}`);
		await pause(wait, run.signal);
		link = (await renewedLink(ready, run)) ?? link;
	}
}

/**
 * A fresh link, by asking for the task again. Where no answer brings one, the old link may do.
 *
 * @throws ItemFailure where the answer says that there is nothing left to fetch
 */
async function renewedLink(task: Task, run: Run): Promise<string | undefined> {
	const asked = await outcomeOf(async () => await askForTask(task, run));
	if ('value' in asked) return asked.value.videoUrl;
	if (asked.failure.details.kind !== 'noAnswer') throw asked.failure;
	return undefined;
}

/** One try to fetch a video: the stored file, or why it did not arrive. */
async function fetchOnce(
	link: string | undefined,
	task: Task,
	settings: DownloadSettings,
	run: Run,
): Promise<IBinaryData | DownloadFault> {
	// Only its own signal ends a download that has stopped in the middle of its body.
	const attempt = new AbortController();
	try {
		const stream = await openVideo(addressOf(link, run), task, settings, run, attempt);
		return await run.context.helpers.prepareBinaryData(stream, settings.fileName, MIME_TYPE);
	} catch (error) {
		const { reason } = attempt.signal as { reason: unknown };
		return reason instanceof DownloadFault ? reason : downloadFaultOf(error);
	} finally {
		attempt.abort();
	}
}

function addressOf(link: string | undefined, run: Run): URL {
	const address = link ? readVideoAddress(link, run.api.baseUrl) : undefined;
	if (address) return address;
	throw new DownloadFault('its address is not one that may be opened', { isFinal: true });
}

/** Opens the video, following redirects by hand so that each address is checked. */
async function openVideo(
	address: URL,
	task: Task,
	settings: DownloadSettings,
	run: Run,
	attempt: AbortController,
): Promise<VideoStream> {
	const signal = AbortSignal.any([run.signal, attempt.signal]);
	let current = address;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const response = (await run.context.helpers.httpRequest({
			url: current.href,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			abortSignal: signal,
			timeout: Math.max(Math.min(ANSWER_TIME_LIMIT, remaining(task.deadline)), 1),
		})) as IN8nHttpFullResponse;
		const body = response.body as unknown as VideoStream;
		if (response.statusCode === 200) {
			const limits = { maxBytes: settings.maxBytes, deadline: task.deadline };
			return checkedVideo(body, response.headers, limits, signal, (fault) => attempt.abort(fault));
		}
		body.destroy();
		current = nextAddress(response, current, run);
	}
	throw new DownloadFault('its link leads from one address to the next without end');
}

function nextAddress(response: IN8nHttpFullResponse, current: URL, run: Run): URL {
	const { statusCode, headers } = response;
	const location = typeof headers.location === 'string' ? headers.location : '';
	if (statusCode >= 300 && statusCode < 400 && URL.canParse(location, current.href)) {
		const next = readVideoAddress(new URL(location, current).href, run.api.baseUrl);
		if (next) return next;
		throw new DownloadFault('its link leads to an address that may not be opened');
	}
	if (EXPIRED_STATUSES.includes(statusCode)) {
		throw new DownloadFault(`its link no longer works (HTTP ${statusCode})`);
	}
	throw new DownloadFault(`its host answered HTTP ${statusCode}`, {
		wait: readRetryAfter(headers['retry-after'], Date.now()),
	});
}

/** Tells apart what may work when tried again and what may not. */
function downloadFaultOf(error: unknown): DownloadFault {
	if (error instanceof DownloadFault) return error;
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (STORE_FAULT_CODES.has(code)) {
		return new DownloadFault(`n8n could not store the file (${code})`, {
			isFinal: true,
			advice: "Make room in n8n's binary data storage, then continue.",
		});
	}
	return new DownloadFault(connectionFaultOf(error).reason);
}
