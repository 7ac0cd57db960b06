import { errorOf, outputOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { MANUAL_TRIGGER, expectVideo, parameterOf, runExample } from './example.cts';

const FILE = 'key-frames-to-clips.json';
const KLING = 'Make the clips';

interface KeyFrame {
	readonly image: string;
	readonly untilTheNext?: string;
}

function framesOfExample(): KeyFrame[] {
	const list = String(parameterOf(FILE, 'The key frames', 'jsonOutput'));
	return (JSON.parse(list) as { frames: KeyFrame[] }).frames;
}

/** Key frames: each clip begins with one image and ends with the next one. */
export function testKeyFrames(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, `${FILE}: four images make three clips`, async (lab) => {
		const frames = framesOfExample();
		expect(frames).toHaveLength(4);
		const prompts = frames.slice(0, -1).map(({ untilTheNext }) => String(untilTheNext));
		const [first, ...others] = prompts;
		// The first clip is ready last, and still comes first.
		lab.novita.behave({ prompt: first }, { seconds: 8 });
		for (const prompt of others) lab.novita.behave({ prompt }, { seconds: 1 });
		const execution = await lab.ended(await runExample(lab, FILE, MANUAL_TRIGGER));

		expect(execution.status).toBe('success');
		expect(lab.tasksOf(...prompts)).toHaveLength(3);
		const clips = outputOf(execution, KLING);
		expect(clips.map(({ binary }) => binary?.data.fileName)).toEqual([
			'clip-1.mp4',
			'clip-2.mp4',
			'clip-3.mp4',
		]);
		for (const [index, prompt] of prompts.entries()) {
			await expectVideo(lab, clips[index], prompt);
			const { path, body } = lab.taskOf(prompt);
			expect(path).toMatch(/kling-v3\.0-std-i2v$/);
			expect(body).toMatchObject({
				image: frames[index].image,
				end_image: frames[index + 1].image,
				duration: 5,
			});
		}
	});

	sideBySide(labOfFile, `${FILE}: too many images are refused before a payment`, async (lab) => {
		const image = 'https://example.com/frame.jpg';
		const frames = Array.from({ length: 20 }, (_frame, index) => ({
			image,
			untilTheNext: `a flip book, page ${index}`,
		}));
		const list = { mode: 'raw', jsonOutput: JSON.stringify({ frames }) };
		const changes = { 'The key frames': list };
		const execution = await lab.ended(await runExample(lab, FILE, MANUAL_TRIGGER, changes));

		expect(execution.status).toBe('error');
		expect(errorOf(execution).message).toContain('the Spending Limit of 5 US dollars');
		expect(lab.tasksAbout('a flip book')).toEqual([]);
	});
}
