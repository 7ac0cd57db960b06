import type { JobPlan } from '../standins/standIns.cts';
import { DISTINCT_SYSTEMS, type SystemId } from '../systems.cts';
import type { Bench } from './bench.cts';
import { runJobs } from './runJobs.cts';

/** Something that goes wrong once, in the report's words, and how the user has set the node. */
interface Scenario {
	readonly title: string;
	readonly fault: NonNullable<JobPlan['fault']>;
	readonly retryOnFail: boolean;
}

const scenario = (title: string, fault: Scenario['fault'], retryOnFail: boolean): Scenario => ({
	title,
	fault,
	retryOnFail,
});

const RETRIED = 'Retry On Fail is on';

export const SCENARIOS = {
	unavailable: scenario('One poll is answered 503', 'unavailable', false),
	unavailableRetried: scenario(`The same, ${RETRIED}`, 'unavailable', true),
	deniedRetried: scenario(`One poll is answered 403, ${RETRIED}`, 'denied', true),
	submitLostRetried: scenario(
		`The answer to the paid submit is lost, ${RETRIED}`,
		'submitLost',
		true,
	),
};

/** What became of one video. */
export interface FaultRun {
	readonly system: SystemId;
	readonly scenario: keyof typeof SCENARIOS;
	readonly delivered: boolean;
	/** Tasks that were paid for. */
	readonly payments: number;
	/** What n8n showed to the user of a run that failed. */
	readonly message?: string;
}

/** Short: how long a task takes makes no difference here. */
const TASK_SECONDS = 3;

/** All scenarios on all systems at the same time. */
export async function measureFaults(bench: Bench): Promise<FaultRun[]> {
	const scenarios = Object.entries(SCENARIOS) as Array<[FaultRun['scenario'], Scenario]>;
	return await Promise.all(
		DISTINCT_SYSTEMS.flatMap((system) =>
			scenarios.map(async ([scenario, { fault, retryOnFail }]) => {
				const jobs = [{ seconds: TASK_SECONDS, fault }];
				const run = await runJobs(bench, system, jobs, { retryOnFail });
				const delivered = run.succeeded && run.videos === 1;
				const { message, tasks } = run;
				return { system: system.id, scenario, delivered, payments: tasks.length, message };
			}),
		),
	);
}
