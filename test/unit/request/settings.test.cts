import {
	readMaxConcurrentTasks,
	readSettings,
	readTaskId,
} from '../../../nodes/NovitaKling/request/settings';
import { UNWANTED_WORDS, caughtFailure } from '../caught.cts';
import { parameters } from './parameters.cts';

const DOWNLOAD = { downloadVideo: true, binaryPropertyName: 'data' };

const settingsOf = (values: Record<string, unknown>) =>
	readSettings(parameters({ ...DOWNLOAD, ...values }));

describe('readSettings', () => {
	it('uses the documented defaults for what is not set', () => {
		expect(settingsOf({ simplify: true })).toEqual({
			timeout: 30 * 60_000,
			pollInterval: undefined,
			resubmitUnknown: false,
			downloadVideo: true,
			binaryPropertyName: 'data',
			maxDownloadBytes: 2048 * 1_000_000,
			fileName: undefined,
			simplify: true,
		});
	});

	it.each([
		['timeout', 1, 'timeout', 60_000],
		['timeout', 0.5, 'timeout', 30_000],
		['timeout', 0.001, 'timeout', 60],
		['timeout', '10', 'timeout', 600_000],
		['timeout', ' 1.5 ', 'timeout', 90_000],
		['timeout', '', 'timeout', 1_800_000],
		['timeout', null, 'timeout', 1_800_000],
		['timeout', 20_160, 'timeout', 1_209_600_000],
		['pollInterval', 1, 'pollInterval', 1000],
		['pollInterval', '5', 'pollInterval', 5000],
		['pollInterval', 2.5, 'pollInterval', 2500],
		['pollInterval', '', 'pollInterval', undefined],
		['pollInterval', ' ', 'pollInterval', undefined],
		['pollInterval', null, 'pollInterval', undefined],
		['maxDownloadSize', 100, 'maxDownloadBytes', 100_000_000],
		['maxDownloadSize', '0.5', 'maxDownloadBytes', 500_000],
		['fileName', ' fox.mp4 ', 'fileName', 'fox.mp4'],
		['fileName', '', 'fileName', undefined],
		['fileName', 7, 'fileName', '7'],
		['resubmitUnknown', true, 'resubmitUnknown', true],
		['simplify', false, 'simplify', false],
		['downloadVideo', false, 'downloadVideo', false],
		['binaryPropertyName', ' video ', 'binaryPropertyName', 'video'],
	] as const)('%s of %j gives %s of %j', (name, value, setting, expected) => {
		expect(settingsOf({ [name]: value })[setting]).toEqual(expected);
	});

	it.each(['yes', 1, {}])(
		'refuses Download Video of %j, which would lose the file',
		async (value) => {
			const failure = await caughtFailure(() => settingsOf({ downloadVideo: value }));
			expect(failure.message).toContain('Download Video cannot be');
			expect(failure.details.parameter).toBe('downloadVideo');
		},
	);

	it.each([
		['downloadVideo', 'true', true],
		['downloadVideo', ' false ', false],
		['simplify', 'false', false],
		['simplify', 'true', true],
		['resubmitUnknown', 'false', false],
	] as const)('%s of %j from an expression means what it says', (name, value, expected) => {
		expect(settingsOf({ [name]: value })[name]).toBe(expected);
	});

	it.each([
		['timeout', 0],
		['timeout', -1],
		['timeout', 20_161],
		['timeout', 'long'],
		['timeout', Number.NaN],
		['timeout', Number.POSITIVE_INFINITY],
		['timeout', true],
		['timeout', { minutes: 5 }],
		['timeout', 5n],
		['pollInterval', 0],
		['pollInterval', 0.5],
		['pollInterval', -5],
		['pollInterval', 3601],
		['pollInterval', '5s'],
		['maxDownloadSize', 0],
		['maxDownloadSize', -1],
		['maxDownloadSize', '2 GB'],
		['maxDownloadSize', [2]],
	])('%s of %p is refused', async (name, value) => {
		const failure = await caughtFailure(() => settingsOf({ [name]: value }));
		expect(failure.message).toMatch(/ cannot be /);
		expect(failure.nextStep).toMatch(/to a number from [\d.]+ to [\d.]+\./);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
	});

	it.each([[''], ['  '], [{}]])(
		'an output field of %j is refused where a video goes there',
		async (value) => {
			const failure = await caughtFailure(() => settingsOf({ binaryPropertyName: value }));
			expect(failure.details.parameter).toBe('binaryPropertyName');
		},
	);

	it.each([[null], [undefined]])('an output field of %j is data', (value) => {
		expect(settingsOf({ binaryPropertyName: value })).toMatchObject({ binaryPropertyName: 'data' });
	});

	it('needs no output field where nothing is downloaded', () => {
		expect(settingsOf({ downloadVideo: false, binaryPropertyName: '' })).toMatchObject({
			downloadVideo: false,
			binaryPropertyName: '',
		});
	});
});

describe('readMaxConcurrentTasks', () => {
	it.each([
		[undefined, 100],
		['', 100],
		[1, 1],
		['50', 50],
		[2.9, 2],
		[1000, 1000],
	])('%j gives %i', (value, expected) => {
		expect(readMaxConcurrentTasks(parameters({ maxConcurrentTasks: value }))).toBe(expected);
	});

	it.each([[0], [0.9], [-1], [1001], ['many'], [Number.NaN], [Number.POSITIVE_INFINITY]])(
		'%p is refused',
		async (value) => {
			const failure = await caughtFailure(() =>
				readMaxConcurrentTasks(parameters({ maxConcurrentTasks: value })),
			);
			expect(failure.details.parameter).toBe('maxConcurrentTasks');
		},
	);
});

describe('readTaskId', () => {
	it.each([
		['3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c', '3f2a7b1c-0d4e-4f5a-8b6c-9d0e1f2a3b4c'],
		['  abc \n', 'abc'],
		[123, '123'],
		['a'.repeat(200), 'a'.repeat(200)],
	])('accepts %j', (value, expected) => {
		expect(readTaskId(parameters({ taskId: value }))).toBe(expected);
	});

	it.each([
		['', 'Task ID is empty'],
		['  ', 'Task ID is empty'],
		[undefined, 'Task ID is empty'],
		[null, 'Task ID is empty'],
		['two words', 'Task ID cannot be two words'],
		['two\nlines', 'Task ID cannot be two lines'],
	])('%j: %s', async (value, message) => {
		const failure = await caughtFailure(() => readTaskId(parameters({ taskId: value })));
		expect(failure.message).toBe(message);
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'taskId' });
	});

	it.each([['a'.repeat(201)], [{ taskId: 'abc' }], [['abc']]])('refuses %j', async (value) => {
		await caughtFailure(() => readTaskId(parameters({ taskId: value })));
	});
});
