import type { IDataObject } from 'n8n-workflow';

import { klingV21Master } from '../../nodes/NovitaKling/models/klingV21Master';
import type { Task } from '../../nodes/NovitaKling/poll/task';
import type { Polling } from '../../nodes/NovitaKling/poll/requestStatus';
import type { VideoRequest } from '../../nodes/NovitaKling/request/videoRequest';
import { ImageForms } from '../../nodes/NovitaKling/submit/imageForms';
import { Ledger } from '../../nodes/NovitaKling/submit/ledger';
import type { LedgerEntry } from '../../nodes/NovitaKling/submit/ledgerEntries';
import type { LedgerRecord } from '../../nodes/NovitaKling/submit/ledgerRecord';
import type { Claim, Submitting } from '../../nodes/NovitaKling/submit/submission';
import type { Answer } from '../../nodes/NovitaKling/transport/answers';
import { connectionFaultOf } from '../../nodes/NovitaKling/transport/connectionFaults';
import { ConcurrencyLimit, RateLimit } from '../../nodes/NovitaKling/transport/limits';
import type { NovitaApi } from '../../nodes/NovitaKling/transport/novitaApi';
import { SubmitLimit } from '../../nodes/NovitaKling/transport/submitLimit';
import { SubmitTurns } from '../../nodes/NovitaKling/transport/submitTurns';

/** Milliseconds that a submit still gets once its run has ended. */
export const GRACE = 700;

/** What a request brings: an answer, or an error that is thrown. */
export type Reply = Answer | Error;

/** A run of one item whose service is a list of replies; the last one is given again and again. */
export interface ScriptedRun {
	readonly run: Submitting & Polling & { readonly api: NovitaApi };
	/** Times at which requests were made, in milliseconds since 1970. */
	readonly requestedAt: number[];
	/** Milliseconds that each request was given. */
	readonly timeLimits: number[];
	/** What the ledger knows of the first item's request. */
	readonly record: () => LedgerRecord;
	/** Writes into the task log, and what was written into it. */
	readonly logRequest: () => Promise<Claim>;
	readonly logged: readonly string[];
	/** IDs of the tasks that were written down outside of the ledger. */
	readonly recorded: readonly string[];
	/** The entries of the ledger, by run, item and fingerprint. */
	readonly entries: Record<string, LedgerEntry>;
	/** The entries as they stood when each request was sent. */
	readonly entriesAtRequests: Array<Record<string, LedgerEntry>>;
}

/** Makes a run whose every request gets the next of the replies. */
export function scriptedRun(
	replies: readonly Reply[],
	signal = new AbortController().signal,
): ScriptedRun {
	const requestedAt: number[] = [];
	const timeLimits: number[] = [];
	const recorded: string[] = [];
	const logged: string[] = [];
	const logRequest = async () => {
		logged.push(`entered after ${requestedAt.length} requests`);
		return {
			request: {
				submitted: (taskId: string) => logged.push(`submitted ${taskId}`),
				refused: () => logged.push('refused'),
				unknown: () => logged.push('unknown'),
			},
		};
	};
	const entries: Record<string, LedgerEntry> = {};
	const entriesAtRequests: Array<Record<string, LedgerEntry>> = [];
	const context = { novitaKlingTasks: entries } as unknown as IDataObject;
	async function reply(timeLimit: number): Promise<Answer> {
		const next = replies[Math.min(requestedAt.length, replies.length - 1)];
		requestedAt.push(Date.now());
		timeLimits.push(timeLimit);
		entriesAtRequests.push({ ...entries });
		if (next instanceof Error) throw connectionFaultOf(next);
		return next;
	}
	const api: NovitaApi = {
		baseUrl: 'https://api.novita.ai',
		account: 'account',
		submit: async (_path, _body, timeLimit) => await reply(timeLimit),
		taskResult: async (_taskId, timeLimit) => await reply(timeLimit),
		balance: async () => await reply(0),
		usage: async () => await reply(0),
	};
	const submitLimit = new SubmitLimit();
	const run = {
		api,
		pollRate: new RateLimit(),
		imageForms: new ImageForms(),
		submitTurns: new SubmitTurns(() => submitLimit),
		imageSubmits: new ConcurrencyLimit(1),
		stopGrace: () => GRACE,
		recordTask: (taskId: string) => recorded.push(taskId),
		signal,
	};
	const ledger = new Ledger(context, { runIndex: 0, sourceOf: () => 'source', isTool: false });
	const record = () => ledger.recordOf(0, REQUEST.fingerprint);
	return {
		run,
		record,
		logRequest,
		logged,
		recorded,
		requestedAt,
		timeLimits,
		entries,
		entriesAtRequests,
	};
}

/** An answer with a JSON body. */
export function replyOf(
	json: Answer['json'],
	status = 200,
	headers: Answer['headers'] = {},
): Answer {
	return { status, headers, json, beginning: JSON.stringify(json ?? '').slice(0, 120) };
}

/** An answer whose body is not JSON. */
export function textReply(beginning: string, status: number): Answer {
	return { status, headers: {}, json: undefined, beginning };
}

/** A refusal in Novita's form. */
export function refusal(status: number, reason: string, headers: Answer['headers'] = {}): Answer {
	return replyOf({ code: status, reason, message: 'why', metadata: {} }, status, headers);
}

/** A fault of the network, as Node.js reports it. */
export function networkFault(code: string, syscall: string): Error {
	return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

/** A checked request. */
export const REQUEST: VideoRequest = {
	model: klingV21Master,
	path: '/v3/async/kling-v2.1-t2v-master',
	body: { prompt: 'A red fox' },
	fingerprint: 'fingerprint',
};

/** A task of this moment that is polled at once. */
export function taskFor(milliseconds: number, more: Partial<Task> = {}): Task {
	const now = Date.now();
	return {
		taskId: 'abc',
		origin: 'resumed',
		submittedAt: now,
		deadline: now + milliseconds,
		...more,
	};
}

/** The documented answer about a task. */
export function taskReply(status: string, videoUrl?: string, more: object = {}): Answer {
	return replyOf({
		task: { task_id: 'abc', status, reason: '', eta: 0, progress_percent: 0, ...more },
		videos: videoUrl ? [{ video_url: videoUrl, video_url_ttl: '0', video_type: 'mp4' }] : [],
	});
}

/** How a step under a clock of the test ended, and when. */
export interface Ending<T> {
	readonly value?: T;
	readonly thrown?: unknown;
	/** Milliseconds that passed on the test's clock. */
	readonly took: number;
}

/** Rounds of the event loop without a timer, after which a step is not going to end any more. */
const MAX_IDLE_ROUNDS = 1_000;

/**
 * Lets the test's clock run, from timer to timer, until a step has ended.
 *
 * @param limit milliseconds on that clock
 * @throws when the step has not ended by then
 */
export async function runClock<T>(step: () => Promise<T>, limit: number): Promise<Ending<T>> {
	const startedAt = Date.now();
	let ending: Ending<T> | undefined;
	step().then(
		(value) => (ending = { value, took: Date.now() - startedAt }),
		(thrown: unknown) => (ending = { thrown, took: Date.now() - startedAt }),
	);
	for (let idleRounds = 0; !ending; ) {
		await new Promise(setImmediate);
		if (ending) break;
		idleRounds = jest.getTimerCount() > 0 ? 0 : idleRounds + 1;
		await jest.advanceTimersToNextTimerAsync();
		if (Date.now() - startedAt > limit || idleRounds > MAX_IDLE_ROUNDS) {
			throw new Error(`The step did not end within ${limit} ms`);
		}
	}
	return ending;
}

/** Puts the tests of a file in charge of time; promises and input go on as usual. */
export function useTestClock(): void {
	beforeEach(() => {
		const doNotFake = ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] as const;
		jest.useFakeTimers({ doNotFake: [...doNotFake] });
	});
	afterEach(() => jest.useRealTimers());
}
