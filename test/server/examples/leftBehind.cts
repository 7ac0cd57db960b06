import { outputOf, prompts } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { expectVideo, importExample } from './example.cts';

const FILE = 'collect-left-behind.json';
const TRIGGER = 'Every hour';
const FIND = 'Find what was left behind';

/** Of its own, because the other examples leave tasks in the default one. */
const TASK_LOG = 'Left behind';

/** The example's nodes that work with the task log, with the table of the test. */
const IN_TEST_TABLE = { dataTableId: { __rl: true, mode: 'name', value: TASK_LOG } };

/** The conditions of the example, with another age. */
const submittedBefore = (time: string) => ({
	...IN_TEST_TABLE,
	filters: {
		conditions: [
			{ keyName: 'status', condition: 'eq', keyValue: 'submitted' },
			{ keyName: 'submittedAt', condition: 'lt', keyValue: time },
		],
	},
});

/** The tasks that nobody waited for: what is ready, what failed and what Novita has forgotten. */
export function testLeftBehind(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, FILE, async (lab) => {
		const [good, bad, slow, gone] = ['good', 'bad', 'slow', 'gone'].map((is) => `a ${is} goose`);
		lab.novita.behave({ prompt: bad }, { seconds: 0.5, ending: 'failed', reason: 'Too foggy' });
		lab.novita.behave({ prompt: slow }, { seconds: 600 });
		lab.novita.behave({ prompt: gone }, { status: [{ kind: 'lost', times: Infinity }] });
		const node = lab.kling({ waitMode: 'none', options: { taskLog: TASK_LOG } });
		await lab.ended(await lab.run(...prompts(good, bad, slow, gone), node));

		const collect = async (changes: object) => {
			const workflowId = await importExample(lab, FILE, {
				'Get the video': { options: { taskLog: TASK_LOG } },
				'Look for it no longer': IN_TEST_TABLE,
				[FIND]: { ...IN_TEST_TABLE, ...changes },
			});
			const executionId = await lab.n8n.runManually(workflowId, { trigger: TRIGGER });
			const execution = await lab.ended(executionId);
			expect(execution.status).toBe('success');
			return execution;
		};
		const early = await collect({});
		expect(early.data.resultData.runData['Get the video']).toBeUndefined();

		await lab.novita.waitFor(() => Date.now() > lab.taskOf(good).endsAt, 10_000);
		const first = await collect(submittedBefore('={{ $now }}'));
		const videos = outputOf(first, 'Your video');
		expect(videos).toHaveLength(1);
		await expectVideo(lab, videos[0], good);
		const reports = outputOf(first, 'Write the report');
		expect(reports).toHaveLength(1);
		expect(reports[0].json).toMatchObject({
			subject: '2 of 4 videos could not be collected',
			failures: [
				{ taskId: lab.taskOf(bad).taskId, prompt: bad, kind: 'taskFailed' },
				{ taskId: lab.taskOf(gone).taskId, prompt: gone, kind: 'taskLost' },
			],
		});
		expect(reports[0].json.text).toContain('Too foggy');

		const second = await collect(submittedBefore('={{ $now }}'));
		const left = outputOf(second, FIND).map(({ json }) => json.prompt);
		expect(left).toEqual([slow]);
	});
}
