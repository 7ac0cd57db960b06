import type { VideoFault } from '../../novita-standin/standin.cts';
import { always, FOREVER, RIDDEN_OUT, type FaultRow } from './faultRow.cts';

/** Seconds of the option Timeout for faults that would never end. */
const SHORT = 5;

/** The node gives the download of a finished video at least half a minute, and waits 1, 2, 4, 8 s in it. */
const SECONDS = 20;
const ALL_SECONDS = 40;

/** Larger than the option Max Download Size of the matrix. */
const TOO_MANY_BYTES = 3_000_000;

/** Nothing listens on this port: it is reserved and unused. */
const CLOSED_PORT_URL = 'http://127.0.0.1:1/video.mp4';

/** Faults that pass: a second try, with a fresh link, succeeds. */
const PASSING: ReadonlyArray<readonly [what: string, fault: VideoFault]> = [
	['an expired link', { kind: 'expired' }],
	['an expired link, twice', { kind: 'expired', times: 2 }],
	['cut short', { kind: 'cutShort' }],
	['cut within the first bytes', { kind: 'cutShort', afterBytes: 6 }],
	['shorter than its length', { kind: 'shorterThanLength' }],
	['longer than its length', { kind: 'longerThanLength' }],
	['without a length', { kind: 'noLength' }],
	['without a length and cut short', { kind: 'noLength', cutAfterBytes: 9000 }],
	['slow', { kind: 'slow', bytesPerSecond: 20_000 }],
	['redirected to another host', { kind: 'redirect' }],
	['redirected in a circle', { kind: 'redirect', to: 'self' }],
	['a text file', { kind: 'notVideo' }],
	['HTML as video/mp4', { kind: 'notVideo', content: 'html', contentType: 'video/mp4' }],
	['an empty file', { kind: 'notVideo', content: 'empty' }],
	['reset', { kind: 'reset' }],
	['closed without an answer', { kind: 'reset', how: 'fin' }],
	['503', { kind: 'gateway', status: 503 }],
];

/**
 * Faults that no try gets past before the deadline. A video that is longer than its length is not
 * among them: cut at its length it is whole, and whether a client sees the rest is a matter of chance.
 */
const LASTING: ReadonlyArray<readonly [what: string, fault: VideoFault, says: RegExp]> = [
	['expired links', { kind: 'expired' }, /link no longer works \(HTTP 403\)/],
	['cut short', { kind: 'cutShort' }, /connection was lost/],
	['shorter than its length', { kind: 'shorterThanLength' }, /connection was lost|bytes arrived/],
	['a text file', { kind: 'notVideo' }, /not a video/],
	[
		'HTML as video/mp4',
		{ kind: 'notVideo', content: 'html', contentType: 'video/mp4' },
		/not a video/,
	],
	['redirected in a circle', { kind: 'redirect', to: 'self' }, /too many redirects/],
	['503', { kind: 'gateway', status: 503 }, /HTTP 503/],
];

/** Faults that use up the whole time of a try. */
const TIMELESS: ReadonlyArray<readonly [what: string, fault: VideoFault]> = [
	['no answer', { kind: 'hang' }],
	['stuck in the middle', { kind: 'hang', afterBytes: 9000 }],
	['too slow', { kind: 'slow', bytesPerSecond: 300 }],
];

const FAILED: Pick<FaultRow, 'ending' | 'paid'> = {
	ending: always('downloadFailed'),
	paid: always(1),
};

/** The message of a failed download: the reason, and how to get the video. */
function because(reason: RegExp): RegExp {
	return new RegExp(`ready but could not be downloaded.*(${reason.source}).*Get Result`, 's');
}

const stuck = (what: string, fault: VideoFault, seconds: number): FaultRow => ({
	fault: what,
	behaviour: { video: [fault] },
	timeout: 180,
	seconds,
	slow: true,
	...RIDDEN_OUT,
});

/** Faults on the way from the video's host into n8n's store. */
export const DOWNLOAD_FAULTS: readonly FaultRow[] = [
	...PASSING.map(
		([what, fault]): FaultRow => ({ fault: what, behaviour: { video: [fault] }, ...RIDDEN_OUT }),
	),
	...LASTING.map(
		([what, fault, reason]): FaultRow => ({
			fault: `${what}, forever`,
			behaviour: { video: [{ ...fault, ...FOREVER }] },
			says: because(reason),
			timeout: SHORT,
			seconds: SECONDS,
			...FAILED,
		}),
	),
	...TIMELESS.map(
		([what, fault]): FaultRow => ({
			fault: `${what}, forever`,
			behaviour: { video: [{ ...fault, ...FOREVER }] },
			says: because(/./),
			timeout: SHORT,
			seconds: ALL_SECONDS,
			slow: true,
			...FAILED,
		}),
	),
	...[true, false].map(
		(announced): FaultRow => ({
			fault: `larger than allowed, ${announced ? 'as announced' : 'unannounced'}`,
			behaviour: { video: [{ kind: 'tooLarge', bytes: TOO_MANY_BYTES, announced, ...FOREVER }] },
			says: /larger than 1 MB.*Max Download Size.*Get Result/s,
			...FAILED,
		}),
	),
	{
		fault: 'connection refused',
		behaviour: { status: [{ kind: 'videoUrl', url: CLOSED_PORT_URL }] },
		...RIDDEN_OUT,
	},
	{
		fault: 'an expired link, then an answer without a URL',
		behaviour: { video: [{ kind: 'expired' }], status: ['none', { kind: 'succeededWithoutUrl' }] },
		...RIDDEN_OUT,
	},
	{
		fault: 'an expired link, then 502 to the request for a fresh one',
		behaviour: { video: [{ kind: 'expired' }], status: ['none', { kind: 'gateway', status: 502 }] },
		...RIDDEN_OUT,
	},
	{
		fault: 'a full disk',
		behaviour: {},
		fullDisk: true,
		says: because(/could not store the file \(ENOSPC\)/),
		...FAILED,
	},
	stuck('no answer once, given up after a minute', { kind: 'hang' }, 70),
	stuck('stuck once, given up after half a minute', { kind: 'hang', afterBytes: 9000 }, 40),
];
