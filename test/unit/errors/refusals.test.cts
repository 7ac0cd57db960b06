import { refused } from '../../../nodes/NovitaKling/errors/refusals';
import { refusalWordsOf } from '../../../nodes/NovitaKling/transport/answers';
import { NOT_PAID } from '../../../nodes/NovitaKling/errors/submitFailures';
import { UNWANTED_WORDS } from '../caught.cts';
import { answerOf, jsonAnswer } from '../transport/answerOf.cts';

const NOVITAS_WORDS = 'words of the service';

/** Every reason of Novita's documents, with its status and what the user has to hear of. */
const DOCUMENTED: Array<[string, number, RegExp]> = [
	['INVALID_REQUEST_BODY', 400, /values of the request/],
	['IMAGE_FILE_EXCEEDS_MAX_SIZE', 400, /image .*too large/],
	['INVALID_IMAGE_FORMAT', 400, /image/],
	['INVALID_IMAGE_SIZE', 400, /image/],
	['ILLEGAL_PROMPT', 400, /prompt .*content rules/],
	['ILLEGAL_IMAGE_CONTENT', 400, /image .*content rules/],
	['MISSING_API_KEY', 400, /API key/],
	['BILLING_BALANCE_NOT_ENOUGH', 400, /balance/],
	['BILLING_BALANCE_NOT_ENOUGH', 403, /balance/],
	['INVALID_API_KEY', 403, /API key/],
	['FAILED_TO_AUTH', 401, /API key/],
	['API_NOT_ALLOWED', 403, /not allowed/],
	['FEATURE_NOT_ALLOWED', 403, /not allowed/],
	['NEED_REAL_NAME_VERIFY', 403, /verified/],
	['BILLING_AUTH_FAILED', 403, /charge/],
	['API_NOT_FOUND', 404, /Novita/],
	['TASK_NOT_FOUND', 404, /Novita/],
	['RATE_LIMIT_EXCEEDED', 429, /Novita/],
	['CREATE_TASK_FAILED', 500, /create the task/],
	['BILLING_FAILED', 500, /charge/],
	['GET_RESULT_FAILED', 500, /Novita/],
	['TASK_FAILED', 500, /Novita/],
];

const refusedWith = async (reason: string, status: number, message = NOVITAS_WORDS) =>
	refused(
		refusalWordsOf(await jsonAnswer({ code: status, reason, message, metadata: {} }, status)),
		NOT_PAID,
	);

describe('refused', () => {
	it.each(DOCUMENTED)('%s (HTTP %i) becomes plain words', async (reason, status, expected) => {
		const failure = await refusedWith(reason, status);
		expect(failure.message).toMatch(expected);
		expect(failure.message).not.toContain(reason);
		expect(failure.message).not.toMatch(UNWANTED_WORDS);
		expect(failure.details).toEqual({ kind: 'refused', reason, httpStatus: status });
	});

	it.each(DOCUMENTED)('%s (HTTP %i) has a next step', async (reason, status) => {
		const { nextStep } = await refusedWith(reason, status);
		const [own, novitas] = nextStep.split(' Novita says: ');
		expect(own.startsWith(NOT_PAID)).toBe(true);
		expect(own.slice(NOT_PAID.length)).toMatch(/^ [A-Z].{10,}\.$/);
		expect(own).not.toMatch(UNWANTED_WORDS);
		expect(novitas).toBe(`HTTP ${status}, ${reason}, ${NOVITAS_WORDS}`);
	});

	it.each([
		'SOMETHING_NEW',
		'LOAD_BALANCER_TIMEOUT',
		'NOT_ILLEGAL_PROMPT',
		'illegal_prompt',
		'__proto__',
		'constructor',
	])('%s, which nobody documented, is still shown', async (reason) => {
		const failure = await refusedWith(reason, 400);
		expect(failure.message).toBe('Novita refused the request');
		expect(failure.nextStep).toContain(reason);
	});

	it('shows a page of HTML by its beginning, on one line', async () => {
		const page = `<html>\n\t<body>Access denied</body>${' '.repeat(5000)}</html>`;
		const failure = refused(refusalWordsOf(await answerOf(page, 403)), NOT_PAID);
		expect(failure.message).toBe('Novita refused the request');
		expect(failure.nextStep).toMatch(/HTTP 403, <html> <body>Access denied<\/body>$/);
		expect(failure.details.reason).toBeUndefined();
	});

	it('keeps a very long answer of the service out of the message', async () => {
		const failure = await refusedWith('INVALID_REQUEST_BODY', 400, 'long '.repeat(100_000));
		expect(failure.nextStep.length).toBeLessThan(2000);
	});

	it('keeps a very long reason of the service out of the message', async () => {
		const failure = await refusedWith('LONG_'.repeat(100_000), 400);
		expect(failure.nextStep.length).toBeLessThan(2000);
	});
});
