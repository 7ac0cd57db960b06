import { type ItemFailure, PassingFault } from './failure';
import { downloadFailed } from './taskFailures';

/** Faults of a download that another try may fix, in the words of the messages. */
const DOWNLOAD_FAULTS = {
	tooManyRedirects: 'too many redirects',
	redirectNotAllowed: 'its link redirects to an address that may not be opened',
	notAVideo: 'the downloaded file is not a video',
	incomplete: 'the file is incomplete',
	stalled: 'the download stalled',
} as const;

/** A download that is worth another try. */
export function downloadFault(fault: keyof typeof DOWNLOAD_FAULTS): PassingFault {
	return new PassingFault(DOWNLOAD_FAULTS[fault]);
}

/** The link was answered as an expired one is. */
export function linkExpired(httpStatus: number): PassingFault {
	return new PassingFault(`its link no longer works (HTTP ${httpStatus})`);
}

/** The video's host gave another answer than the video. */
export function hostAnswered(httpStatus: number, retryAfter?: number): PassingFault {
	return new PassingFault(`its host answered with HTTP ${httpStatus}`, retryAfter);
}

/** The connection ended cleanly, but too early. */
export function bytesMissing(arrived: number, announced: number): PassingFault {
	return new PassingFault(`only ${arrived} of ${announced} bytes arrived`);
}

/** The address is not one that the node opens; no other try changes that. */
export function addressNotAllowed(taskId: string): ItemFailure {
	return downloadFailed(taskId, 'its address may not be opened');
}

/** The video is larger than the user allows. */
export function videoTooLarge(taskId: string, maxBytes: number): ItemFailure {
	return downloadFailed(
		taskId,
		`it is larger than ${maxBytes / 1_000_000} MB`,
		'Raise the option Max Download Size.',
	);
}

/** The time was over while the video was downloading. */
export function downloadTimedOut(taskId: string): ItemFailure {
	return downloadFailed(taskId, 'it took longer than the option Timeout allows');
}

/** n8n cannot store the file, however often it is downloaded. */
export function storeFailed(taskId: string, code: string): ItemFailure {
	return downloadFailed(
		taskId,
		`n8n could not store the file (${code})`,
		"Free up space in n8n's binary data storage first.",
	);
}
