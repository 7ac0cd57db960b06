import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { MILLIONTHS } from '../errors/dollars';
import { type FailureDetails, ItemFailure } from '../errors/failure';
import type { Operation } from '../parameters/operations';
import type { TaskSnapshot } from '../transport/taskAnswer';
import { aspectRatioOf } from '../video/aspectRatio';
import type { StoredVideo } from '../video/facts';

/** What an output item says, however the task ended. */
export interface OutputFacts {
	readonly taskId: string;
	/** Whether an earlier try submitted the task, so that nothing was paid now. */
	readonly resumed?: boolean;
	/** What the task probably costs, in millionths of a US dollar; missing where that is not known. */
	readonly cost?: number;
	readonly operation: Operation;
	/** The model's ID; unknown for a task that this node did not submit. */
	readonly model?: string;
	/** The prompt that was sent; unknown for such a task too. */
	readonly prompt?: string;
	/** The shape of the picture that was asked for, where no file tells the true one. */
	readonly aspectRatio?: string;
	/** Milliseconds from the submit, or for Get Result from its start, until the video was ready. */
	readonly waited?: number;
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

/**
 * The item of a task, in an order that reads well as a table: complete without its file, because an AI
 * agent gets no file.
 */
export function outputItem(
	facts: OutputFacts,
	settings: OutputSettings,
	video?: StoredVideo,
): INodeExecutionData {
	const { taskId, operation, model, prompt, snapshot, raw, resumed, waited, cost } = facts;
	const { durationSeconds, width, height, hasAudio } = video?.facts ?? {};
	const isRunning = snapshot?.videoUrl === undefined;
	const json: IDataObject = {
		taskId,
		videoUrl: snapshot?.videoUrl,
		status: statusOf(snapshot),
		prompt,
		model,
		durationSeconds,
		width,
		height,
		aspectRatio: aspectRatioOf(width, height) ?? facts.aspectRatio,
		hasAudio,
		estimatedCostUsd: cost === undefined ? undefined : cost / MILLIONTHS,
		waitedSeconds: waited === undefined ? undefined : Math.round(waited / 100) / 10,
		resumed: resumed || undefined,
		operation,
		videoUrlExpiresAt: snapshot?.videoUrlExpiresAt,
		videoType: snapshot?.videoType,
		progressPercent: isRunning ? snapshot?.progressPercent : undefined,
		etaSeconds: isRunning ? snapshot?.etaSeconds : undefined,
		raw: settings.simplify ? undefined : raw,
	};
	return {
		json: withoutGaps(json),
		...(video && { binary: { [settings.binaryPropertyName]: video.file } }),
		pairedItem: { item: settings.itemIndex },
	};
}

/**
 * The item of a failure under Continue. Everything stands below the one key `error`: every n8n since
 * 1.100 sends such an item to the error branch with all of it.
 */
export function failedItem(failure: ItemFailure, itemIndex: number): INodeExecutionData {
	const { message, nextStep, details } = failure;
	const { taskId, kind, status, reason, httpStatus, parameter } = details;
	const error = { message, taskId, kind, status, reason, httpStatus, parameter, nextStep };
	return { json: { error: withoutGaps(error) }, pairedItem: { item: itemIndex } };
}

/** The failure that an item tells of; undefined for any other item. */
export function failureOfItem({ json }: INodeExecutionData): ItemFailure | undefined {
	const { error } = json;
	if (typeof error !== 'object' || error === null) return undefined;
	const { message, nextStep, ...details } = error as IDataObject;
	return new ItemFailure(String(message), String(nextStep), details as unknown as FailureDetails);
}

/** A task that succeeded without an address is not quite ready: a workflow must not use it as a video. */
function statusOf(snapshot: TaskSnapshot | undefined): string {
	if (snapshot?.status === 'succeeded' && !snapshot.videoUrl) return 'processing';
	return snapshot?.status ?? 'queued';
}

function withoutGaps(data: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
