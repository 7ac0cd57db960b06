import {
	NO_CLEAR_ANSWER,
	editedAfterSubmit,
	notSentInTime,
	rateLimited,
	unknownOutcome,
} from '../errors/submitFailures';
import { type Task, remaining } from '../poll/task';
import { type Answer, reasonOf } from '../transport/answers';
import type { Attempt, Submitted } from './sendOnce';
import type { Submission, Submitting } from './submission';
import { retryAfterOf } from './submitAnswer';
import { submitInTurn } from './submitInTurn';

/**
 * Submits one item: the only call that costs money.
 *
 * Rules that must not regress:
 * - a task that the ledger knows is never submitted again;
 * - the request is sent again only when Novita said that it refuses it for now (429), and once in the
 *   other form when it refused exactly the form of the image;
 * - whatever cannot be known is said to be unknown, and stays in the ledger as such;
 * - a stop does not cut a request off: its answer is still taken and written down.
 *
 * @throws ItemFailure of kind `refused`, `notSent`, `unknownOutcome` or `alreadySubmitted`, or the
 * signal's reason
 */
export async function submitOnce(submission: Submission, run: Submitting): Promise<Task> {
	const { record, request, timeout, resubmitUnknown } = submission;
	const deadline = Date.now() + timeout;
	const known = record.entry ?? record.beforeEdit;
	if (known?.taskId) {
		if (known !== record.entry) throw editedAfterSubmit(known.taskId);
		const { taskId, sentAt: submittedAt } = known;
		const { hasOtherValues } = record;
		const cost = known.cost ?? (hasOtherValues ? undefined : submission.cost);
		return { taskId, origin: 'resumed', submittedAt, deadline, hasOtherValues, cost };
	}
	if (known && !resubmitUnknown) throw unknownOutcome(NO_CLEAR_ANSWER);
	const attempt = { ...submission, deadline, run, earlier: record.entry };
	const accepted = async () => await untilAccepted(attempt);
	return request.image ? await run.imageSubmits.run(accepted) : await accepted();
}

/** Sends the request, and again as long as Novita refuses it for now. */
async function untilAccepted(attempt: Omit<Attempt, 'forms' | 'isBase64Refused'>): Promise<Task> {
	const { request, deadline, run } = attempt;
	let refusal: Answer | undefined;
	let isBase64Refused = false;
	for (;;) {
		const forms = await run.imageForms.formsFor(request, isBase64Refused, run.signal);
		const submitted = await tryToSubmit({ ...attempt, forms, isBase64Refused }, refusal).finally(
			() => forms.ended(),
		);
		if (!submitted) continue;
		if ('task' in submitted) return submitted.task;
		({ refusal, isBase64Refused } = submitted);
		const wait = retryAfterOf(refusal) ?? 0;
		if (wait > remaining(deadline)) throw rateLimited(reasonOf(refusal));
	}
}

/** Sends the request when it is its turn. @returns undefined where the turn was lost again */
async function tryToSubmit(attempt: Attempt, refusal?: Answer): Promise<Submitted | undefined> {
	const { request, deadline, run } = attempt;
	const turn = await run.submitTurns.next(request.path, run.signal, deadline);
	if (turn && remaining(deadline) > 0) return await submitInTurn(turn, attempt);
	turn?.giveBack();
	throw refusal ? rateLimited(reasonOf(refusal)) : notSentInTime();
}
