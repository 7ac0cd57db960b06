import { buildRequestBody } from '../request/requestBody';
import type { SubmitTurn } from '../transport/submitTurns';
import { type Attempt, type Submitted, sendOnce } from './sendOnce';
import type { LoggedRequest } from './submission';
import { untilStopped } from './untilStopped';

/**
 * Commits the request to the task log and sends it once.
 *
 * @returns undefined where it did not leave, because Novita refused another one for now meanwhile
 * @throws ItemFailure as `submitOnce`, or the signal's reason
 */
export async function submitInTurn(
	turn: SubmitTurn,
	attempt: Attempt,
): Promise<Submitted | undefined> {
	const claim = await attempt.logRequest().catch(async (error: unknown) => {
		turn.giveBack();
		return await Promise.reject(error);
	});
	if ('task' in claim) {
		turn.giveBack();
		return { task: { ...claim.task, origin: 'resumed', deadline: attempt.deadline } };
	}
	const logged = claim.request;
	const body = await bodyInTurn(turn, logged, attempt);
	return body && (await untilStopped(sendOnce(body, turn, logged, attempt), attempt.run));
}

/** The body of a request that may leave now; undefined where it may not leave yet. */
async function bodyInTurn(
	turn: SubmitTurn,
	logged: LoggedRequest,
	{ request, forms, run }: Attempt,
): Promise<Buffer | undefined> {
	let body: Buffer | undefined;
	try {
		if (await turn.open(run.signal, request.image !== undefined)) {
			const built = await buildRequestBody(request, forms.first);
			run.signal.throwIfAborted();
			body = built;
		}
		return body;
	} finally {
		if (!body) {
			turn.giveBack();
			logged.refused();
		}
	}
}
