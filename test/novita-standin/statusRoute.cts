import type { FastifyInstance } from 'fastify';
import { Refusal } from './errors.cts';
import { Exchange } from './exchange.cts';
import type { StatusFault } from './faults.cts';
import { faultAt } from './rules.cts';
import type { StandInState } from './state.cts';
import { resultVideo, stateOf, taskResult, type StandInTask } from './tasks.cts';

const SUCCEEDED = 'TASK_STATUS_SUCCEED';

/** The answer about a task without a fault. */
function normalResult(task: StandInTask, state: StandInState) {
	const now = Date.now();
	if (stateOf(task, now) !== 'SUCCEED') return taskResult(task, now);
	task.successAnswers += 1;
	if (task.successAnswers <= (task.behaviour.withoutVideoUrlFor ?? 0)) return taskResult(task, now);
	const link = `${state.origins.video}${state.links.issue(task.taskId, now)}`;
	return taskResult(task, now, { videos: [resultVideo(task, link)] });
}

type FaultOf<Kind extends StatusFault['kind']> = Extract<StatusFault, { kind: Kind }>;
type OwnKind = 'status' | 'lost' | 'succeededWithoutUrl' | 'videoUrl' | 'taskMissing';
type Answers = { [Kind in OwnKind]: (fault: FaultOf<Kind>, task: StandInTask) => unknown };

function withoutUrl({ how = 'emptyList' }: FaultOf<'succeededWithoutUrl'>, task: StandInTask) {
	const videos = how === 'emptyUrl' ? [resultVideo(task, '')] : [];
	const result = taskResult(task, Date.now(), { status: SUCCEEDED, reason: '', videos });
	return how === 'noList' ? { ...result, videos: undefined } : result;
}

/** Faults that only a task result can have; all others are those of any request. */
const ANSWERS: Answers = {
	status: ({ status, reason }, task) => taskResult(task, Date.now(), { status, reason }),
	lost: () => {
		throw new Refusal('TASK_NOT_FOUND');
	},
	succeededWithoutUrl: withoutUrl,
	videoUrl: ({ url }, task) => {
		const videos = [resultVideo(task, url)];
		return taskResult(task, Date.now(), { status: SUCCEEDED, reason: '', videos });
	},
	taskMissing: (_fault, task) => ({ ...taskResult(task, Date.now()), task: undefined }),
};

function isOwn(fault: StatusFault): fault is FaultOf<OwnKind> {
	return Object.hasOwn(ANSWERS, fault.kind);
}

/** Serves the task result. */
export function statusRoute(app: FastifyInstance, state: StandInState): void {
	const config = { kind: 'status' as const };
	app.get('/v3/async/task-result', { config }, async (request, reply) => {
		const taskId = request.record.query.task_id;
		if (!taskId) throw new Refusal('INVALID_REQUEST_BODY', { message: 'task_id is required' });
		request.record.taskId = taskId;
		const task = state.tasks.find(taskId);
		if (task === undefined) throw new Refusal('TASK_NOT_FOUND');

		const fault = faultAt(task.behaviour.status, task.statusRequests);
		task.statusRequests += 1;
		if (fault !== undefined && isOwn(fault)) {
			const answer = ANSWERS[fault.kind] as (fault: StatusFault, task: StandInTask) => unknown;
			return answer(fault, task);
		}
		const exchange = new Exchange(request, reply, state);
		return (await exchange.meets(fault)) ? reply : normalResult(task, state);
	});
}
