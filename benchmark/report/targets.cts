import { quantile } from 'simple-statistics';
import { PLANS, TARGET_TASK_SECONDS } from '../plan.cts';
import type { Results } from '../results.cts';
import { EVERY_TWO_SECONDS, THIS_NODE as NODE_POLICY } from '../schedule/policies.cts';
import { TASK_TIMES } from '../schedule/taskTimes.cts';
import { figureOf, markdownTable, rounded } from './figures.cts';
import { lagOf, memoryOf, PEERS, wallOf } from './measured.cts';

/** Something the project has promised, and how it stands. */
interface Target {
	readonly what: string;
	readonly limit: string;
	/** Undefined where this run did not measure it. */
	readonly measured?: string;
	readonly isMet?: boolean;
}

const SECOND = 1000;
const MEGABYTE = 1_000_000;

const MOST_ITEMS = 50;
const ITEMS_LIMIT = 1.3;
const LAG_SHARE = 1 / 5;
const LARGE_VIDEO = 1000;
const POLLS_LIMIT = 60;
const REQUIRE_LIMIT_MS = 10;
const PACKED_LIMIT_BYTES = 60_000;

function manyItems(results: Results, maxConcurrentTasks?: number): Target {
	const one = wallOf(results, { system: 'thisNode', items: 1 });
	const many = wallOf(results, { system: 'thisNode', items: MOST_ITEMS, maxConcurrentTasks });
	const isInQuestion = PLANS[results.plan].itemTaskSeconds === TARGET_TASK_SECONDS;
	const ratio = one && many && isInQuestion ? many.median / one.median : undefined;
	return {
		what: `${MOST_ITEMS} items of ${TARGET_TASK_SECONDS} s, Max Concurrent Tasks ${maxConcurrentTasks}, beside one item`,
		limit: `at most ${ITEMS_LIMIT} times`,
		measured: ratio === undefined ? undefined : `${rounded(ratio)} times`,
		isMet: ratio === undefined ? undefined : ratio <= ITEMS_LIMIT,
	};
}

function lagTargets(results: Results): Target[] {
	const own = lagOf(results, 'thisNode');
	return PEERS.map(({ id, name }) => {
		const peer = lagOf(results, id);
		const share = own && peer ? own.median / peer.median : undefined;
		return {
			what: `lag beside ${name}`,
			limit: 'at most 0.20 of it',
			measured: share === undefined ? undefined : `${rounded(share)} of it`,
			isMet: share === undefined ? undefined : share <= LAG_SHARE,
		};
	});
}

function scheduleTargets({ schedule, longTasks }: Results): Target[] {
	const at = (policy: string) =>
		schedule.find((row) => row.policy === policy && row.tasks === TASK_TIMES[0].name);
	const own = at(NODE_POLICY.name);
	const often = at(EVERY_TWO_SECONDS.name);
	const targets: Target[] = [];
	if (own && often) {
		const told = ({ medianLag, lateLag, polls }: typeof own) =>
			`${rounded(medianLag / SECOND)} s, ${rounded(lateLag / SECOND)} s, ${polls.toFixed(0)} requests`;
		targets.push({
			what: 'simulated task of 240 s: median lag, 95th percentile, requests',
			limit: '2 s, 5 s, 60 requests',
			measured: told(own),
			isMet: own.medianLag <= 2 * SECOND && own.lateLag <= 5 * SECOND && own.polls <= POLLS_LIMIT,
		});
		targets.push({
			what: 'the same, beside asking every 2 s',
			limit: `no later than ${told(often)}, with half the requests`,
			measured: told(own),
			isMet:
				own.medianLag <= often.medianLag &&
				own.lateLag <= often.lateLag &&
				own.polls <= often.polls / 2,
		});
	}
	if (longTasks.length > 0) {
		const lags = longTasks.map(({ seenAfterMilliseconds }) => seenAfterMilliseconds / SECOND);
		const polls = figureOf(longTasks.map((task) => task.polls)).median;
		const [middle, late] = [quantile(lags, 0.5), quantile(lags, 0.95)];
		targets.push({
			what: `${lags.length} real runs of tasks of about 240 s: median lag, 95th percentile, median requests`,
			limit: '2 s, 5 s, 60 requests',
			measured: `${rounded(middle)} s, ${rounded(late)} s, ${polls} requests`,
			isMet: middle <= 2 && late <= 5 && polls <= POLLS_LIMIT,
		});
	}
	return targets;
}

function memoryTarget(results: Results): Target {
	const own = memoryOf(results, 'thisNode', LARGE_VIDEO);
	const peers = PEERS.flatMap(({ id }) => memoryOf(results, id, LARGE_VIDEO)?.median ?? []);
	const best = peers.length > 0 ? Math.min(...peers) : undefined;
	const told = (bytes: number) => `${rounded(bytes / MEGABYTE)} MB`;
	return {
		what: `memory above idle for a video of ${LARGE_VIDEO} MB`,
		limit: best === undefined ? 'the best peer' : `the best peer's ${told(best)}`,
		measured: own && told(own.median),
		isMet: own && best !== undefined ? own.median <= best : undefined,
	};
}

function costTargets({ packageCost: { packedBytes, requireMilliseconds } }: Results): Target[] {
	const load = figureOf(requireMilliseconds).median;
	return [
		{
			what: 'loading the node beyond n8n-workflow',
			limit: `below ${REQUIRE_LIMIT_MS} ms`,
			measured: `${rounded(load)} ms`,
			isMet: load < REQUIRE_LIMIT_MS,
		},
		{
			what: 'size of the packed package',
			limit: `below ${PACKED_LIMIT_BYTES / 1000} kB`,
			measured: `${rounded(packedBytes / 1000)} kB`,
			isMet: packedBytes < PACKED_LIMIT_BYTES,
		},
	];
}

/** What the project has promised, beside what this run has measured. */
export function targetsTable(results: Results): string {
	const targets = [
		manyItems(results, MOST_ITEMS),
		...lagTargets(results),
		...scheduleTargets(results),
		memoryTarget(results),
		...costTargets(results),
	];
	const verdict = (isMet?: boolean) => (isMet === undefined ? '' : isMet ? 'met' : '**missed**');
	return markdownTable(
		['Target', 'wanted', 'this run', ''],
		targets.map(({ what, limit, measured = 'not measured', isMet }) => [
			what,
			limit,
			measured,
			verdict(isMet),
		]),
	);
}
