import type { FastifyInstance } from 'fastify';
import { Refusal } from './errors.cts';
import { Exchange } from './exchange.cts';
import type { StatusFault } from './faults.cts';
import { faultAt } from './rules.cts';
import type { StandInState } from './state.cts';
import { resultVideo, stateOf, taskResult, type StandInTask } from './tasks.cts';

const SUCCEEDED = 'TASK_STATUS_SUCCEED';

/** The list with a task's video, under a new link. */
function videosOf(task: StandInTask, { origins, videoLinkOrigin, links }: StandInState) {
	const origin = videoLinkOrigin ?? origins.video;
	return [resultVideo(task, `${origin}${links.issue(task.taskId, Date.now())}`)];
}

/** The answer about a task without a fault. */
function normalResult(task: StandInTask, state: StandInState) {
	const now = Date.now();
	if (stateOf(task, now) !== 'SUCCEED') return taskResult(task, now);
	task.successAnswers += 1;
	if (task.successAnswers <= (task.behaviour.withoutVideoUrlFor ?? 0)) return taskResult(task, now);
	return taskResult(task, now, { videos: videosOf(task, state) });
}

type FaultOf<Kind extends StatusFault['kind']> = Extract<StatusFault, { kind: Kind }>;
type OwnKind = 'status' | 'lost' | 'succeededWithoutUrl' | 'videoUrl' | 'taskMissing';
type OwnAnswer<Fault> = (fault: Fault, task: StandInTask, state: StandInState) => unknown;
type Answers = { [Kind in OwnKind]: OwnAnswer<FaultOf<Kind>> };

function withoutUrl({ how = 'emptyList' }: FaultOf<'succeededWithoutUrl'>, task: StandInTask) {
	const videos = how === 'emptyUrl' ? [resultVideo(task, '')] : [];
	const result = taskResult(task, Date.now(), { status: SUCCEEDED, reason: '', videos });
	return how === 'noList' ? { ...result, videos: undefined } : result;
}

/** Faults that only a task result can have; all others are those of any request. */
const ANSWERS: Answers = {
	status: ({ status, reason, hasVideo }, task, state) => {
		const videos = hasVideo && videosOf(task, state);
		return taskResult(task, Date.now(), { status, reason, videos });
	},
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
			return (ANSWERS[fault.kind] as OwnAnswer<StatusFault>)(fault, task, state);
		}
		const exchange = new Exchange(request, reply, state);
		return (await exchange.meets(fault)) ? reply : normalResult(task, state);
	});
}
