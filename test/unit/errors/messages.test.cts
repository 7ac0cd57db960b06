import * as credential from '../../../nodes/NovitaKling/errors/credentialFailures';
import * as download from '../../../nodes/NovitaKling/errors/downloadFaults';
import type { ItemFailure } from '../../../nodes/NovitaKling/errors/failure';
import * as fetch from '../../../nodes/NovitaKling/errors/fetchFailures';
import * as file from '../../../nodes/NovitaKling/errors/fileFailures';
import * as input from '../../../nodes/NovitaKling/errors/inputFailures';
import * as lend from '../../../nodes/NovitaKling/errors/lendFailures';
import * as run from '../../../nodes/NovitaKling/errors/runFailures';
import * as spending from '../../../nodes/NovitaKling/errors/spendingFailures';
import * as submit from '../../../nodes/NovitaKling/errors/submitFailures';
import * as suspend from '../../../nodes/NovitaKling/errors/suspendFailures';
import * as task from '../../../nodes/NovitaKling/errors/taskFailures';
import * as taskLog from '../../../nodes/NovitaKling/errors/taskLogFailures';
import * as usage from '../../../nodes/NovitaKling/errors/usageFailures';
import { UNWANTED_WORDS } from '../caught.cts';

const TASK_ID = '3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c';
const WORDS = 'HTTP 503, upstream reset';
const PLACE = { parameter: 'prompt', label: 'Prompt' };
const FILE = { place: PLACE, name: 'a.jpg', wanted: 'image', rules: 'a JPEG or PNG' } as const;

const COSTS = { videos: 30, cost: 35_100_000, unpriced: 1 };
const BASIS = 'the prices of 7 October 2026';

/** Every failure after a task was paid for. */
const PAID: Array<[string, ItemFailure]> = [
	['taskFailed', task.taskFailed(TASK_ID, 'dark')],
	['taskFailed without a reason', task.taskFailed(TASK_ID)],
	['taskLost', task.taskLost(TASK_ID, WORDS)],
	['taskUnknown', task.taskUnknown(TASK_ID, WORDS)],
	['accessDenied', task.accessDenied(TASK_ID, WORDS, 'INVALID_API_KEY', 403)],
	['timedOut', task.timedOut(TASK_ID, 'processing')],
	['timedOut after a fault', task.timedOut(TASK_ID, undefined, WORDS)],
	['noAnswer', task.noAnswer(TASK_ID, WORDS)],
	['noVideoAddress', task.noVideoAddress(TASK_ID)],
	['downloadFailed', task.downloadFailed(TASK_ID, 'its host answered with HTTP 503')],
	['addressNotAllowed', download.addressNotAllowed(TASK_ID)],
	['videoTooLarge', download.videoTooLarge(TASK_ID, 5_000_000)],
	['downloadTimedOut', download.downloadTimedOut(TASK_ID)],
	['storeFailed', download.storeFailed(TASK_ID, 'ENOSPC')],
	['stopped', task.stopped(TASK_ID)],
	['notSuspended', task.notSuspended(TASK_ID, submit.notReached('x'))],
	['ofTask', task.ofTask(submit.notReached('x'), TASK_ID)],
];

/** Every failure before anything was surely paid. */
const UNPAID: Array<[string, ItemFailure]> = [
	['unknownOutcome', submit.unknownOutcome(WORDS)],
	['stillUnknown', submit.stillUnknown(submit.notSentInTime())],
	['notReached', submit.notReached('no connection to the service (ECONNREFUSED)')],
	['notSentInTime', submit.notSentInTime()],
	['rateLimited', submit.rateLimited()],
	['modelNotOffered', submit.modelNotOffered('Kling V2.1', WORDS)],
	['cannotSuspend', suspend.cannotSuspend()],
	['cannotStopSuspended', suspend.cannotStopSuspended()],
	['notSaved', suspend.notSaved()],
	['unknownWaitMode', run.unknownWaitMode()],
	['balanceNotRead', run.balanceNotRead(WORDS)],
	['tooManyVideos', spending.tooManyVideos(COSTS, 100, BASIS)],
	['overRunLimit', spending.overRunLimit(COSTS, 5_000_000, BASIS)],
	[
		'overPeriodLimit',
		spending.overPeriodLimit(COSTS, COSTS, { limit: 5_000_000, period: 'day', basis: BASIS }),
	],
	['priceNotKnown', spending.priceNotKnown(COSTS, ['Kling V2.1'])],
	['spentNotKnown', spending.spentNotKnown(COSTS, 'month')],
	['noLogForPeriod', spending.noLogForPeriod('month', undefined)],
	['noLogForPeriod after a fault', spending.noLogForPeriod('day', 'the table is full')],
	['noLogForKey', taskLog.noLogForKey(undefined)],
	['noLogForKey after a fault', taskLog.noLogForKey('the table is full')],
	['balanceTooLow', spending.balanceTooLow(1_230_000, 5_000_000)],
	['balanceNotChecked', spending.balanceNotChecked(run.balanceNotRead(WORDS))],
	['usageNotRead', usage.usageNotRead(WORDS)],
	['rangeReversed', usage.rangeReversed()],
	['rangeInFuture', usage.rangeInFuture()],
	['rangeTooLong', usage.rangeTooLong(366)],
	['stopped', task.stopped()],
	['missingValue', input.missingValue(PLACE)],
	['neitherOf', input.neitherOf(PLACE, 'Shots')],
	['notAllowed', input.notAllowed(PLACE, 7, 'Set Prompt to a text.')],
	['notText', input.notText(PLACE, [])],
	['tooLong', input.tooLong(PLACE, 2500)],
	['notAnAddress', input.notAnAddress(PLACE, 'photo.jpg')],
	['excludedBy', input.excludedBy(PLACE, 'Shots')],
	['worksOnlyWith', input.worksOnlyWith(PLACE, 'Quality Professional')],
	['shotWithoutPrompt', input.shotWithoutPrompt(PLACE)],
	['noInputFile', input.noInputFile(PLACE, 'data')],
	['damagedImage', file.damagedImage(FILE)],
	['fileTooLarge', file.fileTooLarge(FILE, '11 MB', '10 MB')],
	['sideTooShort', file.sideTooShort(FILE, { width: 9, height: 8 })],
	['wrongLength', file.wrongLength(FILE, 31.2)],
	['imageTooNarrow', file.imageTooNarrow(FILE, { width: 900, height: 9 })],
	['wrongFormat', file.wrongFormat(FILE, { name: 'a text', cure: 'chooseFile' })],
	['cannotLend', lend.cannotLend(PLACE, 'inMemory')],
	['lentPrivately', lend.lentPrivately(PLACE, 'localhost:5678')],
	[
		'privateAddress',
		lend.privateAddress(PLACE, 'localhost:5678', ', or choose another Image Source'),
	],
	['fetchRefused', fetch.fetchRefused(PLACE, 404)],
	['fetchFailed', fetch.fetchFailed(PLACE, 'tooSlow')],
	['fetchBroken', fetch.fetchBroken(PLACE, 'the connection was lost')],
	['imageRefusedInBothForms', submit.imageRefusedInBothForms({ httpStatus: 400, words: WORDS })],
	['unknownOperation', input.unknownOperation()],
	['operationOfOtherResource', input.operationOfOtherResource('Text to Video', 'account')],
	['unknownModel', input.unknownModel('kling-v9', 'kling-v2.1')],
	['operationNotOffered', input.operationNotOffered('Kling V2.1')],
	['failedExpression', input.failedExpression(PLACE, new Error('x is not defined'))],
	['unusableBaseUrl', credential.unusableBaseUrl('https://api.novita.ai')],
	['baseUrlWithoutScheme', credential.baseUrlWithoutScheme('https://api.novita.ai')],
	['emptyKey', credential.emptyKey()],
	['keyNotAccepted', credential.keyNotAccepted(WORDS)],
	['noConnection', credential.noConnection('api.novita.ai', 'ENOTFOUND')],
	['noConnection, unknown', credential.noConnection('api.novita.ai', undefined)],
	['redirected', credential.redirected('example.com', 'https://example.org')],
	['notNovita', credential.notNovita('example.com', 404, 'https://api.novita.ai')],
	['notAvailable', credential.notAvailable(WORDS)],
];

describe('the failures', () => {
	it.each([...PAID, ...UNPAID])('%s: plain words and a next step', (_name, failure) => {
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
		expect(failure.message).toMatch(/^[A-Z].*[^.]$/);
		expect(failure.nextStep).toMatch(/^[A-Z].{15,}/);
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(/undefined|null|\[object/);
	});

	it.each(PAID)('%s: names the task', (_name, failure) => {
		expect(failure.message).toContain(TASK_ID);
		expect(failure.details.taskId).toBe(TASK_ID);
	});

	it.each(PAID.filter(([, { details }]) => !['taskFailed', 'taskLost'].includes(details.kind)))(
		'%s: says how to get the video',
		(_name, failure) => {
			expect(failure.nextStep).toContain(
				`Use the operation Get Result with Task ID ${TASK_ID} to get the video without paying again.`,
			);
		},
	);

	it('unknownOutcome says that it may be paid, and how to go on', () => {
		const { nextStep } = submit.unknownOutcome(WORDS);
		expect(nextStep).toContain('may exist and may be billed');
		expect(nextStep).toContain('Resubmit Unknown');
	});

	it('taskFailed keeps a very long reason of the service short', () => {
		expect(task.taskFailed(TASK_ID, 'long '.repeat(100_000)).message.length).toBeLessThan(2000);
	});
});
