import { mean, median, quantile } from 'simple-statistics';
import { rounded, SECONDS } from '../figures.cts';
import { LEARNINGS, simulateLearned } from '../learning.cts';
import type { SuspendedRun } from '../measure/suspendedRuns.cts';
import type { Results } from '../results.cts';
import {
	EVERY_TWO_SECONDS,
	evenly,
	NODE_SCHEDULE,
	simulate,
	USUAL_TASKS,
	type Waiting,
} from '../schedule.cts';
import { aimed, everyMinute, simulateSuspended, type Suspended } from '../wakeUps.cts';
import { numberRow, ratio, type Row, verdict } from './rows.cts';

const WAITING: Waiting = { medianLag: 2 * SECONDS.size, lateLag: 5 * SECONDS.size, polls: 60 };

/** Of a suspended run of about four minutes. */
const SUSPENDED: Suspended = {
	medianLag: 2 * SECONDS.size,
	lateLag: 10 * SECONDS.size,
	mostWakeUps: 4,
	held: 0.2,
};
const ABOUT_FOUR_MINUTES = evenly(226 * SECONDS.size, 253 * SECONDS.size);

/** Of a suspended task that may take any time, beside a check every minute. */
const SUSPENDED_SHARE = 1 / 3;
const ANY_TIME = evenly(30 * SECONDS.size, 600 * SECONDS.size);

function inWords({ medianLag, lateLag, polls }: Waiting): string {
	const lags = [medianLag, lateLag].map((lag) => `${rounded(lag / SECONDS.size)} s`);
	return [...lags, `${polls} requests`].join(', ');
}

const whole = (waiting: Waiting) => ({ ...waiting, polls: Math.round(waiting.polls) });

function waitingRow(what: string, limit: string, most: Waiting, own: Waiting, shown = own): Row {
	const { medianLag, lateLag, polls } = own;
	const isMet = medianLag <= most.medianLag && lateLag <= most.lateLag && polls <= most.polls;
	return [what, limit, inWords(shown), verdict(isMet)];
}

function scheduleRows({ longTasks }: Results): Row[] {
	const limit = inWords(WAITING);
	const own = simulate(NODE_SCHEDULE, USUAL_TASKS);
	const often = simulate(EVERY_TWO_SECONDS, USUAL_TASKS);
	const simulated = 'simulated task of 240 s: median lag, 95th percentile, requests';
	const rows = [
		waitingRow(simulated, limit, WAITING, own, whole(own)),
		waitingRow(
			'the same, beside polling every 2 s',
			`no later than ${inWords(whole(often))}, with half the requests`,
			{ ...often, polls: often.polls / 2 },
			own,
			whole(own),
		),
	];
	if (longTasks.length === 0) return rows;
	const lags = longTasks.map(({ seenAfterMilliseconds }) => seenAfterMilliseconds);
	const counts = longTasks.map(({ polls }) => polls);
	const [medianLag, lateLag, polls] = [median(lags), quantile(lags, 0.95), median(counts)];
	const real = `${lags.length} real runs of tasks of about 240 s: median lag, 95th percentile, median requests`;
	return [...rows, waitingRow(real, limit, WAITING, { medianLag, lateLag, polls })];
}

/** Suspend mode: how late it is, how often it wakes, and for how much of a task's time it holds a worker. */
function suspendRows({ suspended = [] }: Results): Row[] {
	const simulated = simulateSuspended(aimed(), ABOUT_FOUR_MINUTES);
	const rows = [{ what: 'simulated task of 226 to 253 s, suspended', own: simulated }];
	if (suspended.length > 0) {
		const what = `${suspended.length} real suspended runs of such tasks`;
		rows.push({ what, own: summaryOfRuns(suspended) });
	}
	const { medianLag } = simulateSuspended(aimed(), ANY_TIME);
	const everyMinuteLag = simulateSuspended(everyMinute, ANY_TIME).medianLag;
	return [
		...rows.map(({ what, own }): Row => {
			const isMet =
				own.medianLag <= SUSPENDED.medianLag &&
				own.lateLag <= SUSPENDED.lateLag &&
				own.mostWakeUps <= SUSPENDED.mostWakeUps &&
				own.held <= SUSPENDED.held;
			const cells = [SUSPENDED, own].map(suspendedInWords);
			return [
				`${what}: median lag, 95th percentile, wake-ups, time that a worker is held`,
				cells[0],
				cells[1],
				verdict(isMet),
			];
		}),
		numberRow(
			`simulated suspended task of ${ANY_TIME.name}: median lag beside a check every minute`,
			'at most',
			SUSPENDED_SHARE,
			ratio(medianLag, everyMinuteLag),
			(share) => `${rounded(share)} of it`,
		),
	];
}

function summaryOfRuns(runs: readonly SuspendedRun[]): Suspended {
	const lags = runs.map(({ seenAfterMilliseconds }) => seenAfterMilliseconds);
	return {
		medianLag: median(lags),
		lateLag: quantile(lags, 0.95),
		mostWakeUps: Math.max(...runs.map(({ wakeUps }) => wakeUps)),
		held: mean(runs.map((run) => run.heldMilliseconds / run.taskMilliseconds)),
	};
}

function suspendedInWords({ medianLag, lateLag, mostWakeUps, held }: Suspended): string {
	const lags = [medianLag, lateLag].map((lag) => `${rounded(lag / SECONDS.size)} s`);
	return [...lags, mostWakeUps, `${Math.round(held * 100)} %`].join(', ');
}

/** The schedule that has learned, beside the targets for each of its cases. */
function learnedRows(): Row[] {
	return LEARNINGS.map((learning) => {
		const own = simulateLearned(learning);
		const { medianLag, polls } = learning.target;
		const isMet = own.medianLag <= medianLag && own.polls <= polls;
		const words = (waiting: { medianLag: number; polls: number }) =>
			`${rounded(waiting.medianLag / SECONDS.size)} s, ${Math.round(waiting.polls)} requests`;
		return [
			`simulated, after ${learning.name}: median lag, requests`,
			words(learning.target),
			words(own),
			verdict(isMet),
		];
	});
}

/** What the project has promised about waiting, in the process and suspended. */
export function waitingRows(results: Results): Row[] {
	return [...scheduleRows(results), ...learnedRows(), ...suspendRows(results)];
}
