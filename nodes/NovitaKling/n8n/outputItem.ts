import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../errors/failure';
import type { Operation } from '../parameters/operations';
import type { TaskSnapshot } from '../transport/taskAnswer';

/** What an output item says, however the task ended. */
export interface OutputFacts {
	readonly taskId: string;
	readonly operation: Operation;
	/** The model's ID; unknown for a task that this node did not submit. */
	readonly model?: string;
	/** What Novita last said about the task; missing when the task was only submitted. */
	readonly snapshot?: TaskSnapshot;
	/** Novita's last answer as it is. */
	readonly raw?: IDataObject;
}

/** How an output item looks. */
export interface OutputSettings {
	readonly itemIndex: number;
	/** Whether Novita's own answer is left out. */
	readonly simplify: boolean;
	/** Field of the item that holds the video. */
	readonly binaryPropertyName: string;
}

/** The item of a task: complete without its file, because an AI agent gets no file. */
export function outputItem(
	facts: OutputFacts,
	settings: OutputSettings,
	video?: IBinaryData,
): INodeExecutionData {
	const { taskId, operation, model, snapshot, raw } = facts;
	const isRunning = snapshot?.videoUrl === undefined;
	const json: IDataObject = {
		taskId,
		status: statusOf(snapshot),
		operation,
		model,
		videoUrl: snapshot?.videoUrl,
		videoUrlExpiresAt: snapshot?.videoUrlExpiresAt,
		videoType: snapshot?.videoType,
		progressPercent: isRunning ? snapshot?.progressPercent : undefined,
		etaSeconds: isRunning ? snapshot?.etaSeconds : undefined,
		raw: settings.simplify ? undefined : raw,
	};
	return {
		json: withoutGaps(json),
		...(video && { binary: { [settings.binaryPropertyName]: video } }),
		pairedItem: { item: settings.itemIndex },
	};
}

/**
 * The item of a failure under Continue. n8n sends it to the error branch only while its keys are
 * among `error`, `message` and `details`.
 */
export function failedItem(failure: ItemFailure, itemIndex: number): INodeExecutionData {
	const { kind, ...facts } = failure.details;
	const details = withoutGaps({ ...facts, kind, nextStep: failure.nextStep });
	return { json: { error: failure.message, details }, pairedItem: { item: itemIndex } };
}

/** A task that succeeded without an address is not quite ready: a workflow must not use it as a video. */
function statusOf(snapshot: TaskSnapshot | undefined): string {
	if (snapshot?.status === 'succeeded' && !snapshot.videoUrl) return 'processing';
	return snapshot?.status ?? 'queued';
}

function withoutGaps(data: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
