import { outputOf, errorOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { MANUAL_TRIGGER, expectVideo, parameterOf, runExample } from './example.cts';

/** The examples that run from a trigger to a video in one go. */
export function testSimpleExamples(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, 'text-to-video.json', async (lab) => {
		const file = 'text-to-video.json';
		const prompt = String(parameterOf(file, 'Make the video', 'prompt'));
		lab.novita.behave({ prompt }, { seconds: 2 });
		const execution = await lab.ended(await runExample(lab, file, MANUAL_TRIGGER));

		expect(execution.status).toBe('success');
		await expectVideo(lab, outputOf(execution, 'Make the video')[0], prompt);
	});

	sideBySide(labOfFile, 'stop-before-money-runs-out.json', async (lab) => {
		const file = 'stop-before-money-runs-out.json';
		const prompt = 'a careful otter';
		const changes = { 'Make the video': { prompt } };
		lab.novita.behave({ prompt }, { seconds: 2 });

		lab.novita.setBalance({ availableBalance: '49999' });
		const poor = await lab.ended(await runExample(lab, file, 'Every morning', changes));
		expect(poor.status).toBe('error');
		expect(errorOf(poor).message).toContain('4.9999 USD are left');
		expect(lab.tasksOf(prompt)).toEqual([]);

		lab.novita.setBalance({ availableBalance: '50000' });
		const rich = await lab.ended(await runExample(lab, file, 'Every morning', changes));
		expect(rich.status).toBe('success');
		await expectVideo(lab, outputOf(rich, 'Make the video')[0], prompt);
	});
}
