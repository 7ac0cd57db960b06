import type { JobFault } from '../peers-standin/jobs.cts';
import { SYSTEMS, type System, type SystemId } from '../systems/index.cts';
import type { Bench } from './bench.cts';
import { execute } from './execute.cts';

/** Something that goes wrong once, and how the user has set the node. */
export interface Scenario {
	readonly id: string;
	/** As the report words it. */
	readonly title: string;
	readonly fault: JobFault;
	readonly retryOnFail: boolean;
}

/** What became of one video. */
export interface FaultRun {
	readonly system: SystemId;
	readonly scenario: string;
	readonly delivered: boolean;
	/** Tasks that were paid for. */
	readonly payments: number;
	/** What n8n showed to the user of a run that failed. */
	readonly message?: string;
}

/** What is tried. */
export const SCENARIOS: readonly Scenario[] = [
	{
		id: 'unavailable',
		title: 'One question is answered 503',
		fault: 'unavailable',
		retryOnFail: false,
	},
	{
		id: 'unavailableRetried',
		title: 'The same, Retry On Fail is on',
		fault: 'unavailable',
		retryOnFail: true,
	},
	{
		id: 'deniedRetried',
		title: 'One question is answered 403, Retry On Fail is on',
		fault: 'denied',
		retryOnFail: true,
	},
	{
		id: 'submitLostRetried',
		title: 'The answer to the paid submit is lost, Retry On Fail is on',
		fault: 'submitLost',
		retryOnFail: true,
	},
];

/** Short: how long a task takes has no part in it. */
const TASK_SECONDS = 3;

/** Both loops behave the same. */
const MEASURED = SYSTEMS.filter(({ id }) => id !== 'httpWait30');

async function measureOne(bench: Bench, system: System, scenario: Scenario): Promise<FaultRun> {
	const { fault, retryOnFail } = scenario;
	const job = await bench.plan({ seconds: TASK_SECONDS, fault });
	const run = await execute(bench, system, [job], { retryOnFail });
	const { tasks } = await bench.record(job);
	return {
		system: system.id,
		scenario: scenario.id,
		delivered: run.succeeded && run.videos === 1,
		payments: tasks.length,
		message: run.message,
	};
}

/** All scenarios on all systems, the systems side by side. */
export async function measureFaults(bench: Bench): Promise<FaultRun[]> {
	const runs = await Promise.all(
		MEASURED.map(async (system) => {
			const own: FaultRun[] = [];
			for (const scenario of SCENARIOS) own.push(await measureOne(bench, system, scenario));
			return own;
		}),
	);
	return runs.flat();
}
