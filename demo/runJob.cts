import type { INodeExecutionData } from 'n8n-workflow';
import type { Engine, EngineRun } from '../test/engine/harness/engine.cts';
import type { Credential } from './credential.cts';
import { workflowOf } from './example.cts';
import type { Photo } from './inputs.cts';
import { saveVideo } from './savedVideo.cts';
import type { Traffic } from './traffic.cts';
import type { VideoJob } from './videoJob.cts';

/** What all runs of the demo share. */
export interface JobContext {
	readonly engine: Engine;
	readonly traffic: Traffic;
	readonly credential: Credential;
	readonly photo?: Photo;
	readonly outputFolder: string;
	/** Whether the videos are the stand-in's; then they replace those of an earlier demo. */
	readonly isStandIn: boolean;
	/** Fires when the user stops the demo. */
	readonly stop: AbortSignal;
}

const CREDENTIAL_TYPE = 'novitaApi';

/** The item that the Kling node gets: empty, or with the photo in the field that the node reads. */
async function inputItem(
	job: VideoJob,
	{ engine, photo }: JobContext,
): Promise<INodeExecutionData> {
	const { operation, imageBinaryPropertyName } = job.example.kling.parameters;
	if (operation !== 'imageToVideo' || photo === undefined) return { json: {} };
	const file = await engine.storeFile(photo.bytes, photo);
	return { json: {}, binary: { [String(imageBinaryPropertyName)]: file } };
}

async function execute(job: VideoJob, context: JobContext): Promise<EngineRun> {
	const { engine, traffic, credential, stop } = context;
	const stored = await engine.addCredential(CREDENTIAL_TYPE, { ...credential });
	const workflow = workflowOf(job.example, { [CREDENTIAL_TYPE]: stored });
	const input = [await inputItem(job, context)];
	return await traffic.watch(
		(kind, taskId) => job.noteRequest(kind, taskId),
		async () => {
			const { result, cancel } = engine.start(workflow, { input });
			if (stop.aborted) cancel();
			stop.addEventListener('abort', cancel, { once: true });
			return await result;
		},
	);
}

/** Takes the video out of the run's output, as the next node would, and puts it into the folder. */
async function keepVideo(job: VideoJob, run: EngineRun, context: JobContext): Promise<void> {
	const { name, kling } = job.example;
	const [item] = run.output(kling.name);
	const [file] = Object.values(item?.binary ?? {});
	const taskId = String(item?.json.taskId);
	if (file === undefined) throw new Error('The workflow ended without a video in its output.');
	// A video that was paid for is never overwritten, so its task is part of its name.
	const fileName = context.isStandIn
		? `${name}-stand-in.mp4`
		: `${name}-${file.fileName ?? taskId}`;
	try {
		const video = await saveVideo(context.outputFolder, fileName, await run.fileOf(file));
		job.end('done', { video, taskId });
	} catch (error) {
		const message = `The video of task ${taskId} is ready, but not in ${context.outputFolder}: ${messageOf(error)}`;
		const advice = `Use the operation Get Result with Task ID ${taskId} to get the video without paying again.`;
		job.end('failed', { failure: { message, advice }, taskId });
	}
}

/** Runs one workflow to its end; the job keeps how it ended. */
export async function runJob(job: VideoJob, context: JobContext): Promise<void> {
	try {
		const run = await execute(job, context);
		if (run.status === 'success') {
			await keepVideo(job, run, context);
			return;
		}
		const { message = `n8n ended the workflow as ${run.status}`, description } = run.error ?? {};
		job.end(run.status === 'canceled' ? 'canceled' : 'failed', {
			failure: { message, advice: description ?? undefined },
		});
	} catch (error) {
		job.end('failed', { failure: { message: messageOf(error) } });
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
