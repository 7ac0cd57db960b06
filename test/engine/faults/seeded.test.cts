import { kling, Scene, useKling } from '../setup.cts';
import { seededRandom } from '../../unit/random.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';
import { mapWithConcurrency } from './mapWithConcurrency.cts';
import { brokenPromises, type EndedRun } from './seededChecks.cts';
import { randomRuns, type RandomRun } from './seededPlan.cts';

const tests = useKling();
useLegacyExpressions();

/** Short tasks in all. */
const TASKS = 1000;

const RUNS_AT_A_TIME = 60;

/** Milliseconds after which all runs are given up; an idle machine needs a fraction. */
const TIME_LIMIT = 900_000;

/** Milliseconds after which a run counts as hanging: five tries, each of them up to its deadline. */
const RUN_LIMIT = 180_000;

/** Minutes of the option Timeout: 12 seconds. */
const TIMEOUT = 0.2;

/** Each seed plans other faults; set SEED to repeat a run. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

function nodeOf({ onError, tries, waitMode, resubmitUnknown, maxConcurrentTasks }: RandomRun) {
	const options = { timeout: TIMEOUT, maxDownloadSize: 1, resubmitUnknown, maxConcurrentTasks };
	const retry = tries > 1 && { retryOnFail: true, maxTries: tries, waitBetweenTries: 1 };
	return kling({ prompt: '={{ $json.prompt }}', waitMode, options }, { onError, ...retry });
}

async function runToEnd(plan: RandomRun, scene: Scene): Promise<EndedRun> {
	for (const { prompt, behaviour } of plan.items) scene.novita.behave({ prompt }, behaviour);
	const input = plan.items.map(({ prompt }) => ({ json: { prompt } }));
	let hung = false;
	const started = scene.start(nodeOf(plan), { input });
	const limit = setTimeout(() => {
		hung = true;
		started.cancel();
	}, RUN_LIMIT);
	let run = await started.result;
	clearTimeout(limit);
	if (run.status === 'error' && plan.pressesRetry) run = await scene.retry(run);
	return { plan, run, scene, hung };
}

it(
	`keeps the promises in ${TASKS} short tasks with random faults (SEED=${seed})`,
	async () => {
		process.stdout.write(`SEED=${seed}\n`);
		const { novita } = await tests.scene();
		const scene = new Scene(novita, tests.engine, () => undefined);
		const plans = randomRuns(TASKS, seededRandom(seed));
		const broken = await mapWithConcurrency(plans, RUNS_AT_A_TIME, async (plan) =>
			brokenPromises(await runToEnd(plan, scene)),
		);
		expect(broken.flat()).toEqual([]);
	},
	TIME_LIMIT,
);
