import { FINAL_STATUSES, type Execution } from '../fixture/execution.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { type Lab, outputOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { rowsOf } from '../taskLog/logTable.cts';
import { expectVideo, importExample, parameterOf, runExample } from './example.cts';

const FILE = 'nightly-batch.json';
const TRIGGER = 'Every night';

/** The production run comes within seconds of the publication. */
const SCHEDULE_LIMIT_MS = 60_000;

/** A suspended execution ends after a few minutes. */
const END_LIMIT_MS = 10 * 60_000;

interface Line {
	title: string;
	prompt: string;
	duration: string;
	aspectRatio: string;
}

function linesOfTable(): Line[] {
	const { videos } = JSON.parse(String(parameterOf(FILE, 'The table', 'jsonOutput'))) as {
		videos: Line[];
	};
	return videos;
}

/** All executions that the schedule started, once each has ended. */
async function endedRuns(lab: Lab, workflowId: string): Promise<Execution[]> {
	const summaries = await waitFor(
		async () => {
			// n8n lists the sub-workflows beside them, and those of the task log only for a moment.
			const all = await lab.n8n.executions({ workflowId });
			const scheduled = all.filter(({ mode }) => mode === 'trigger');
			const haveEnded = scheduled.every(({ status }) => FINAL_STATUSES.includes(status));
			return haveEnded ? scheduled : undefined;
		},
		{ what: 'the scheduled executions to end', limitMs: END_LIMIT_MS },
	);
	return await Promise.all(summaries.map(async ({ id }) => await lab.n8n.execution(id)));
}

/** The batch: videos to one side, failures to the report, in a manual and in a scheduled run. */
export function testNightlyBatch(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, `${FILE}, started by hand`, async (lab) => {
		const [fine, failing, square, refused] = linesOfTable();
		const failure = { ending: 'failed', reason: 'Too crowded' } as const;
		lab.novita.behave({ prompt: fine.prompt }, { seconds: 10 });
		lab.novita.behave({ prompt: failing.prompt }, { seconds: 1, ...failure });
		lab.novita.behave({ prompt: square.prompt }, { seconds: 1 });
		const refusal = { kind: 'refuse', reason: 'ILLEGAL_PROMPT' } as const;
		lab.novita.behave({ prompt: refused.prompt }, { submit: [refusal] });
		const executionId = await runExample(lab, FILE, TRIGGER);
		await lab.n8n.waitForExecution(executionId, ['waiting']);
		const execution = await lab.ended(executionId);

		expect(execution.status).toBe('success');
		const videos = outputOf(execution, 'The videos');
		expect(videos).toHaveLength(2);
		await expectVideo(lab, videos[0], fine.prompt);
		await expectVideo(lab, videos[1], square.prompt);
		expect(videos.map(({ binary }) => binary?.data.fileName)).toEqual([
			`${fine.title}.mp4`,
			`${square.title}.mp4`,
		]);
		expect(lab.taskOf(square.prompt).body).toMatchObject({ duration: '5', aspect_ratio: '1:1' });

		const { taskId } = lab.taskOf(failing.prompt);
		expect(lab.tasksOf(refused.prompt)).toEqual([]);
		const [report] = outputOf(execution, 'Write the report');
		expect(report.json).toMatchObject({
			subject: '2 of 4 videos were not made',
			failures: [
				{ title: failing.title, taskId, reason: expect.stringContaining('Too crowded') },
				{ title: refused.title, taskId: '', reason: expect.stringContaining('content rules') },
			],
		});
		expect(report.json.text).toContain(`${failing.title}: Novita could not make the video`);
		expect(report.json.text).toContain(taskId);
	});

	sideBySide(labOfFile, `${FILE}, started by its schedule`, async (lab) => {
		const line = { ...linesOfTable()[0], prompt: 'a scheduled heron' };
		lab.novita.behave({ prompt: line.prompt }, { seconds: 1 });
		const workflowId = await importExample(lab, FILE, {
			[TRIGGER]: { rule: { interval: [{ field: 'seconds', secondsInterval: 5 }] } },
			'The table': { mode: 'raw', jsonOutput: JSON.stringify({ videos: [line] }) },
		});
		await lab.n8n.activate(workflowId);
		await waitFor(
			async () =>
				(await lab.n8n.executions({ workflowId, status: ['waiting'] })).length > 0 || undefined,
			{ what: 'the schedule to start an execution', limitMs: SCHEDULE_LIMIT_MS },
		);
		await lab.n8n.deactivate(workflowId);

		const runs = await endedRuns(lab, workflowId);
		expect(runs.length).toBeGreaterThan(0);
		// Each execution has paid once, as the task log says too.
		const rows = await rowsOf(lab, line.prompt);
		expect(rows.map(({ execution }) => execution).sort()).toEqual(runs.map(({ id }) => id).sort());
		const paid = lab.tasksOf(line.prompt).map(({ taskId }) => taskId);
		expect(rows.map(({ taskId }) => taskId).sort()).toEqual(paid.sort());
		for (const run of runs) {
			expect(run).toMatchObject({ status: 'success' });
			const [video] = outputOf(run, 'The videos');
			expect(lab.novita.task(String(video.json.taskId))).toMatchObject({ downloadsCompleted: 1 });
			expect(video.binary?.data.fileName).toBe(`${line.title}.mp4`);
		}
	});
}
