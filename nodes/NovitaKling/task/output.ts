import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ItemFailure } from '../failure';
import type { TaskSnapshot } from '../transport/taskAnswer';

/** What an output item says, whatever became of the task. */
export interface OutputFacts {
	readonly taskId: string;
	readonly operation: string;
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
	const isRunning = snapshot?.status !== 'succeeded';
	const json: IDataObject = {
		taskId,
		status: snapshot?.status ?? 'queued',
		operation,
		model,
		videoUrl: snapshot?.videoUrl,
		videoUrlExpiresAt: snapshot?.videoUrlExpiresAt,
		videoType: snapshot?.videoType,
		progressPercent: isRunning ? snapshot?.progressPercent : undefined,
		etaSeconds: isRunning ? snapshot?.etaSeconds : undefined,
		raw: settings.simplify ? undefined : raw,
	};
	for (const key of Object.keys(json)) {
		if (json[key] === undefined) delete json[key];
	}
	return {
		json,
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
	const details: IDataObject = { ...facts, kind, nextStep: failure.nextStep };
	for (const key of Object.keys(details)) {
		if (details[key] === undefined) delete details[key];
	}
	return { json: { error: failure.message, details }, pairedItem: { item: itemIndex } };
}
