import type { StatusFault } from '../../novita-standin/standin.cts';
import { always, FOREVER, ODD_JSON, RIDDEN_OUT, type Ending, type FaultRow } from './faultRow.cts';

/** Seconds of the option Timeout for faults that would never end. */
const SHORT = 5;

/** Faults that pass: the task goes on as without them. */
const PASSING: ReadonlyArray<readonly [what: string, fault: StatusFault]> = [
	['429', { kind: 'rateLimit' }],
	['429 with Retry-After in seconds', { kind: 'rateLimit', retryAfterSeconds: 1 }],
	[
		'429 with Retry-After as a date',
		{ kind: 'rateLimit', retryAfterSeconds: 2, retryAfterAs: 'date' },
	],
	['500 as HTML', { kind: 'gateway', status: 500 }],
	['502 as HTML, twice', { kind: 'gateway', status: 502, times: 2 }],
	['503 as text', { kind: 'gateway', status: 503, body: 'text' }],
	['504 without a body', { kind: 'gateway', status: 504, body: 'empty' }],
	["500 in Novita's form", { kind: 'refuse', reason: 'GET_RESULT_FAILED' }],
	["503 in Novita's form", { kind: 'refuse', reason: 'TASK_FAILED', status: 503 }],
	['HTML with status 200', { kind: 'html' }],
	['a plain 404', { kind: 'routeNotFound' }],
	['403 as HTML, twice', { kind: 'gateway', status: 403, times: 2 }],
	['401 as text', { kind: 'gateway', status: 401, body: 'text' }],
	['403 as JSON of a proxy', { kind: 'answer', status: 403, text: '{"message":"Forbidden"}' }],
	['reset, twice', { kind: 'reset', times: 2 }],
	['closed without an answer', { kind: 'reset', how: 'fin' }],
	['cut in the answer', { kind: 'cutAnswer' }],
	['an answer without the task', { kind: 'taskMissing' }],
	['an endless answer', { kind: 'endless' }],
	['a huge answer', { kind: 'huge', bytes: 3_000_000 }],
	['a redirect to another host', { kind: 'redirect' }],
	['a late answer', { kind: 'delay', seconds: 1 }],
	...ODD_JSON,
];

/** Answers about the task without a video: the wait goes on, a single Get Result gives the status. */
const NOT_YET: ReadonlyArray<readonly [what: string, fault: StatusFault]> = [
	['an undocumented status', { kind: 'status', status: 'TASK_STATUS_DREAMING' }],
	['TASK_STATUS_UNKNOWN', { kind: 'status', status: 'TASK_STATUS_UNKNOWN' }],
	['still queued', { kind: 'status', status: 'TASK_STATUS_QUEUED' }],
	['succeeded without a list', { kind: 'succeededWithoutUrl', how: 'noList' }],
	['succeeded with an empty list', { kind: 'succeededWithoutUrl', how: 'emptyList', times: 2 }],
	['succeeded with an empty URL', { kind: 'succeededWithoutUrl', how: 'emptyUrl' }],
];

/** Faults without end, which only the deadline stops. */
const LASTING: ReadonlyArray<readonly [what: string, fault: StatusFault, getResult: Ending]> = [
	['429', { kind: 'rateLimit' }, 'noAnswer'],
	[
		'429 with Retry-After beyond the deadline',
		{ kind: 'rateLimit', retryAfterSeconds: 40 },
		'noAnswer',
	],
	['502', { kind: 'gateway', status: 502 }, 'noAnswer'],
	['403 as HTML', { kind: 'gateway', status: 403 }, 'noAnswer'],
	['HTML', { kind: 'html' }, 'noAnswer'],
	['reset', { kind: 'reset' }, 'noAnswer'],
	['no answer', { kind: 'hang' }, 'noAnswer'],
	['an answer that comes byte by byte', { kind: 'endless', bytesPerSecond: 1000 }, 'noAnswer'],
	['queued', { kind: 'status', status: 'TASK_STATUS_QUEUED' }, 'unfinished'],
	['an undocumented status', { kind: 'status', status: 'TASK_STATUS_DREAMING' }, 'unfinished'],
	['succeeded without a URL', { kind: 'succeededWithoutUrl' }, 'unfinished'],
];

const NO_ACCESS = [
	['FAILED_TO_AUTH', 401],
	['INVALID_API_KEY', 403],
	['API_NOT_ALLOWED', 403],
] as const;

/** Faults of status requests. */
export const STATUS_FAULTS: readonly FaultRow[] = [
	...PASSING.map(
		([what, fault]): FaultRow => ({ fault: what, behaviour: { status: [fault] }, ...RIDDEN_OUT }),
	),
	...NOT_YET.map(
		([what, fault]): FaultRow => ({
			fault: `${what} at first`,
			behaviour: { status: [fault] },
			getResultEnding: always('unfinished'),
			...RIDDEN_OUT,
		}),
	),
	...LASTING.map(
		([what, fault, getResult]): FaultRow => ({
			fault: `${what}, forever`,
			behaviour: { status: [{ ...fault, ...FOREVER }] },
			ending: always('timeout'),
			getResultEnding: always(getResult),
			paid: always(1),
			says: /(not ready within the time set in the option Timeout|Could not get the status).*Get Result/s,
			timeout: SHORT,
			seconds: SHORT + 2,
		}),
	),
	...NO_ACCESS.map(
		([reason, status]): FaultRow => ({
			fault: `${status} ${reason}, once`,
			behaviour: { status: [{ kind: 'refuse', reason }] },
			ending: ['accessDenied', 'delivered'],
			paid: always(1),
			says: /refused access to task.*API key.*Get Result/s,
		}),
	),
	{
		fault: '403 forever',
		behaviour: { status: [{ kind: 'refuse', reason: 'INVALID_API_KEY', ...FOREVER }] },
		ending: always('accessDenied'),
		paid: always(1),
		says: /refused access to task.*API key.*Get Result/s,
	},
	{
		fault: 'the task is lost',
		behaviour: { status: [{ kind: 'lost', ...FOREVER }] },
		ending: always('taskLost'),
		paid: always(1),
		says: /does not know that task now.*Resubmit Unknown/s,
		timeout: 120,
		seconds: 40,
		slow: true,
	},
	{
		fault: 'Get Result for a task that is lost',
		behaviour: { status: [{ kind: 'lost', ...FOREVER }] },
		ending: always('taskLost'),
		paid: always(1),
		says: /does not know task/,
		modes: ['getResult'],
	},
	{
		fault: 'a task that is not found at first',
		behaviour: { status: [{ kind: 'lost', times: 2 }] },
		...RIDDEN_OUT,
		modes: ['poll'],
	},
	{
		fault: 'the task fails',
		behaviour: { ending: 'failed', reason: 'The prompt shows a storm in a teacup' },
		ending: always('taskFailed'),
		paid: [1, 5],
		says: /could not make the video: The prompt shows a storm in a teacup/,
	},
	{
		fault: 'the task never ends',
		behaviour: { ending: 'never' },
		ending: always('timeout'),
		getResultEnding: always('unfinished'),
		paid: always(1),
		says: /not ready within the time set in the option Timeout.*Get Result/s,
		timeout: SHORT,
		seconds: SHORT + 2,
	},
	{
		fault: 'no answer once, given up after half a minute',
		behaviour: { status: [{ kind: 'hang' }] },
		timeout: 120,
		seconds: 40,
		slow: true,
		...RIDDEN_OUT,
	},
	{
		fault: 'succeeded without a URL for more than a minute',
		behaviour: { status: [{ kind: 'succeededWithoutUrl', ...FOREVER }] },
		ending: always('downloadFailed'),
		paid: always(1),
		says: /finished task .*, but its answer contains no video address.*Get Result/s,
		timeout: 180,
		seconds: 70,
		slow: true,
	},
];
