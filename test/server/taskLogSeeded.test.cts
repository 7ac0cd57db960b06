import { randomRuns } from '../engine/faults/seededPlan.cts';
import { seededRandom } from '../unit/random.cts';
import type { Lab } from './setup.cts';
import { outcomeOf } from './taskLog/seededOutcome.cts';
import { SeededRuns } from './taskLog/seededRuns.cts';
import { useLab } from './useLab.cts';

/** What runs in less than four minutes; TASKS=1000 tries as many. */
const TASKS = Number(process.env.TASKS ?? 120);

/** Executions of many items: n8n starts and lists each execution, which costs more than an item. */
const MOST_ITEMS = 40;

/** How the runs are ended, one after the other, while further ones start. */
const ENDINGS = ['kill -9', 'Stop', 'SIGTERM', 'Stop', 'kill -9', 'SIGTERM'] as const;

const TIME_LIMIT_MS = 30 * 60_000;

/** Each seed plans other faults and moments; set SEED to repeat a run. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

let lab: Lab;

useLab((started) => (lab = started), {
	environment: { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5', N8N_LOG_FORMAT: 'json' },
});

test(
	`of ${TASKS} tasks with random faults, stops and restarts none is paid twice, and each is delivered or in the log (SEED=${seed})`,
	async () => {
		process.stderr.write(`SEED=${seed}\n`);
		const random = seededRandom(seed);
		const plans = randomRuns(TASKS, random, MOST_ITEMS);
		const runs = new SeededRuns(lab, random);
		const share = Math.ceil(plans.length / ENDINGS.length);
		for (const [round, ending] of ENDINGS.entries()) {
			await runs.start(plans.slice(round * share, (round + 1) * share));
			await runs.retryWhatEnded();
			await runs.goOn(TASKS / ENDINGS.length);
			await runs.disturb(ending);
		}
		await runs.finish();
		const { broken, ...counts } = await outcomeOf(runs, lab);
		process.stderr.write(`${JSON.stringify(counts)}\n`);
		expect(broken).toEqual([]);
		// A run that ends at its first failure submits few of its items.
		expect(counts.paid).toBeGreaterThan(TASKS / 4);
	},
	TIME_LIMIT_MS,
);
