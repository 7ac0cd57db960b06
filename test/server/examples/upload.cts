import { createHash } from 'node:crypto';
import { type Lab, outputOf } from '../setup.cts';
import { type LabOfFile, sideBySide } from '../sideBySide.cts';
import { MANUAL_TRIGGER, parameterOf, runExample } from './example.cts';
import { type Storage, credentialOf, startStorage } from './storage.cts';

const FILE = 'upload-to-storage.json';
const KLING = 'Make the video';
const UPLOAD = 'Upload to S3';
const ACCESS_KEY_ID = 'KEYFORTESTS';

/** How often Retry On Fail lets n8n try an upload. */
const TRIES = 3;

/** Expects that the storage has the one video of a prompt, under its own name. */
function expectStored(lab: Lab, storage: Storage, prompt: string): void {
	const { taskId } = lab.taskOf(prompt);
	const bucket = String(parameterOf(FILE, UPLOAD, 'bucketName'));
	const names = [...storage.files.keys()].filter((name) => name.includes(taskId.slice(0, 8)));
	expect(names).toEqual([expect.stringMatching(new RegExp(`^${bucket}/a-small-.*\\.mp4$`))]);
	const { content, type } = storage.files.get(names[0])!;
	expect(type).toBe('video/mp4');
	lab.expectDelivered(prompt, createHash('sha256').update(content).digest('hex'));
}

/** The upload: whatever becomes of it, the video is paid for once. */
export function testUpload(labOfFile: LabOfFile): void {
	sideBySide(labOfFile, FILE, async (lab) => {
		const storage = await startStorage(ACCESS_KEY_ID);
		try {
			const credential = credentialOf(storage, ACCESS_KEY_ID);
			await lab.n8n.createCredential('s3', 'S3 account', credential);

			const prompt = String(parameterOf(FILE, KLING, 'prompt'));
			lab.novita.behave({ prompt }, { seconds: 2 });
			storage.refuse(1);
			const execution = await lab.ended(await runExample(lab, FILE, MANUAL_TRIGGER));
			expect(execution.status).toBe('success');
			expect(storage.refusals).toBe(1);
			expect(outputOf(execution, UPLOAD)).toHaveLength(1);
			expectStored(lab, storage, prompt);

			const second = 'A small boat comes back';
			lab.novita.behave({ prompt: second }, { seconds: 2 });
			storage.refuse(TRIES);
			const changes = { [KLING]: { prompt: second } };
			const failed = await lab.ended(await runExample(lab, FILE, MANUAL_TRIGGER, changes));
			expect(failed.status).toBe('error');
			expect(failed.data.resultData.lastNodeExecuted).toBe(UPLOAD);
			expect(storage.files.size).toBe(1);

			const retried = await lab.ended(await lab.n8n.retryExecution(failed.id));
			expect(retried.status).toBe('success');
			expectStored(lab, storage, second);
		} finally {
			await storage.close();
		}
	});
}
