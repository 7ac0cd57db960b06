import { DOCUMENTED_REASONS, type SubmitFault } from '../../novita-standin/standin.cts';
import { always, FOREVER, ODD_JSON, RIDDEN_OUT, type FaultRow } from './faultRow.cts';

/** Seconds of the option Timeout for faults that would never end: the node waits 1, 2, 4 s. */
const SHORT = 6.5;

/** The node gives the paid request 20 s for its answer, whatever the option Timeout says. */
const SUBMIT_SECONDS = 25;

/** Novita refuses at each try. */
const REFUSED: Pick<FaultRow, 'ending' | 'paid'> = { ending: always('refused'), paid: always(0) };

/** Novita refuses once and accepts the request of the next try. */
const REFUSED_ONCE: Pick<FaultRow, 'ending' | 'paid'> = {
	ending: ['refused', 'delivered'],
	paid: [0, 1],
};

const UNKNOWN: Pick<FaultRow, 'ending' | 'says'> = {
	ending: always('unknownOutcome'),
	says: /unknown whether Novita accepted the request/,
};

/** Answers that leave the outcome unknown, each given once: a repetition would be accepted. */
const UNCLEAR: ReadonlyArray<readonly [what: string, fault: SubmitFault, timeout?: number]> = [
	['500 as HTML', { kind: 'gateway', status: 500 }],
	['502 as HTML', { kind: 'gateway', status: 502 }],
	['503 as text', { kind: 'gateway', status: 503, body: 'text' }],
	['503 with Retry-After', { kind: 'gateway', status: 503, retryAfterSeconds: 1 }],
	['504 without a body', { kind: 'gateway', status: 504, body: 'empty' }],
	['HTML with status 200', { kind: 'html' }],
	['reset', { kind: 'reset' }],
	['closed without an answer', { kind: 'reset', how: 'fin' }],
	['cut in the answer', { kind: 'cutAnswer' }],
	['no answer', { kind: 'hang' }, SHORT],
	['an endless answer', { kind: 'endless' }],
	['a huge answer', { kind: 'huge', bytes: 3_000_000 }],
	...ODD_JSON,
];

const unclear = UNCLEAR.flatMap(([what, fault, timeout]): FaultRow[] => [
	{
		fault: `${what}, not accepted`,
		behaviour: { submit: [fault] },
		modes: ['none'],
		paid: always(0),
		timeout,
		seconds: SUBMIT_SECONDS,
		...UNKNOWN,
	},
	{
		fault: `${what}, accepted`,
		behaviour: { submit: [{ ...fault, accepted: true }] },
		modes: ['poll'],
		paid: always(1),
		timeout,
		seconds: SUBMIT_SECONDS,
		...UNKNOWN,
	},
]);

/** Reasons of server errors that are not documented as refusals of a submit: a task may exist. */
const MAY_HIDE_A_TASK = ['GET_RESULT_FAILED', 'TASK_FAILED'];

const documented = DOCUMENTED_REASONS.filter((reason) => reason !== 'RATE_LIMIT_EXCEEDED').map(
	(reason): FaultRow => ({
		fault: `${reason} forever`,
		behaviour: { submit: [{ kind: 'refuse', reason, ...FOREVER }] },
		modes: ['poll'],
		...(MAY_HIDE_A_TASK.includes(reason)
			? { ...UNKNOWN, paid: always(0) }
			: { ...REFUSED, says: new RegExp(`nothing was paid.*Novita says: .*${reason}`) }),
	}),
);

/** Faults of the one call that costs money. */
export const SUBMIT_FAULTS: readonly FaultRow[] = [
	{ fault: 'none', behaviour: {}, ...RIDDEN_OUT },
	{ fault: '429 once', behaviour: { submit: [{ kind: 'rateLimit' }] }, ...RIDDEN_OUT },
	{
		fault: '429 with Retry-After in seconds, twice',
		behaviour: { submit: [{ kind: 'rateLimit', retryAfterSeconds: 1, times: 2 }] },
		...RIDDEN_OUT,
	},
	{
		fault: '429 with Retry-After as a date',
		behaviour: { submit: [{ kind: 'rateLimit', retryAfterSeconds: 2, retryAfterAs: 'date' }] },
		...RIDDEN_OUT,
	},
	{
		fault: '429 forever',
		behaviour: { submit: [{ kind: 'rateLimit', ...FOREVER }] },
		timeout: SHORT,
		seconds: SHORT + 1,
		says: /too many requests.*nothing was paid/s,
		...REFUSED,
	},
	{
		fault: '429 with Retry-After beyond the deadline',
		behaviour: { submit: [{ kind: 'rateLimit', retryAfterSeconds: 3600, ...FOREVER }] },
		timeout: SHORT,
		seconds: SHORT + 1,
		says: /too many requests.*nothing was paid/s,
		...REFUSED,
	},
	...[500, 502, 503, 504].map(
		(status): FaultRow => ({
			fault: `${status} in Novita's form, once`,
			behaviour: { submit: [{ kind: 'refuse', reason: 'CREATE_TASK_FAILED', status }] },
			says: /could not create the task.*nothing was paid/s,
			...REFUSED_ONCE,
		}),
	),
	{
		fault: 'a retired model, forever',
		behaviour: { submit: [{ kind: 'routeNotFound', ...FOREVER }] },
		says: /no longer offered by Novita.*nothing was paid/s,
		...REFUSED,
	},
	{
		fault: 'a redirect to another host, forever',
		behaviour: { submit: [{ kind: 'redirect', ...FOREVER }] },
		says: /nothing was paid/,
		...REFUSED,
	},
	{
		fault: 'connection refused',
		behaviour: {},
		unreachable: true,
		ending: always('notSent'),
		paid: always(0),
		says: /could not be reached.*nothing was paid/s,
	},
	{ fault: 'a late answer', behaviour: { submit: [{ kind: 'delay', seconds: 1 }] }, ...RIDDEN_OUT },
	...(['rst', 'fin'] as const).map(
		(how): FaultRow => ({
			fault: `a whole answer whose connection ends uncleanly, by ${how}`,
			behaviour: { submit: [{ kind: 'uncleanEnd', how }] },
			...RIDDEN_OUT,
		}),
	),
	...unclear,
	...documented,
];
