import type { Behaviour } from '../../test/novita-standin/faults.cts';
import type { RecordedRequest, StandIn, StandInTask } from '../../test/novita-standin/standin.cts';
import type { JobFault, JobPlan, JobRecord, JobTask } from './jobs.cts';

const FAULTS: Readonly<Record<JobFault, Behaviour>> = {
	unavailable: { status: [{ kind: 'gateway', status: 503 }] },
	denied: { status: [{ kind: 'refuse', reason: 'API_NOT_ALLOWED', status: 403 }] },
	submitLost: { submit: [{ kind: 'reset', taken: true }] },
};

/**
 * Says how the tasks of a job go at the stand-in for Novita. A job's tasks have its name as prompt.
 * No task tells its `eta`: it is 0 in the captured answers of the real service, too.
 */
export function planNovitaJob(
	novita: StandIn,
	name: string,
	{ seconds, videoBytes, fault }: JobPlan,
): void {
	const faults = fault === undefined ? {} : FAULTS[fault];
	novita.behave({ prompt: name }, { seconds, videoBytes, eta: 'none', ...faults });
}

/** What the stand-in for Novita saw of a job. */
export function novitaRecord(novita: StandIn, name: string): JobRecord {
	const tasks = novita.tasks.filter(({ body }) => body.prompt === name);
	const questions = novita.requestsTo('status');
	const submits = novita.requestsTo('submit').filter(({ body }) => promptOf(body) === name);
	const records = tasks.map((task) => taskRecord(task, questions));
	const polls = records.reduce((sum, record) => sum + record.polls, 0);
	return { tasks: records, requests: submits.length + polls };
}

function taskRecord(task: StandInTask, questions: readonly RecordedRequest[]): JobTask {
	const { taskId, endsAt, statusRequests } = task;
	const seen = questions.find(
		({ at, taskId: asked, status }) => asked === taskId && status === 200 && at >= endsAt,
	);
	return { endsAt, seenAt: seen?.at, polls: statusRequests };
}

function promptOf(body: unknown): unknown {
	return typeof body === 'object' && body !== null && 'prompt' in body ? body.prompt : undefined;
}
