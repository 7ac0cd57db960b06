import type { StandIn, StandInTask } from '../../novita-standin/standin.cts';

/** Whether the answer to the submit did not name the task. */
export function isHidden({ taskId }: StandInTask, novita: StandIn): boolean {
	const submits = novita.requestsTo('submit');
	const submit = submits.find((request) => request.taskId === taskId);
	const ofPrompt = submits.filter(({ body }) => promptOf(body) === promptOf(submit?.body));
	const fault = novita.task(taskId)?.behaviour.submit?.[ofPrompt.indexOf(submit!)];
	return typeof fault === 'object' && fault.accepted === true;
}

function promptOf(body: unknown): unknown {
	return (body as { prompt?: unknown } | undefined)?.prompt;
}
