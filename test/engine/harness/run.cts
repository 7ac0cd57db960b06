import type { BinaryDataService } from 'n8n-core';
import {
	NodeConnectionTypes,
	type ExecutionError,
	type ExecutionStatus,
	type IBinaryData,
	type INodeExecutionData,
	type IRun,
	type IRunExecutionData,
	type ITaskData,
	type IWorkflowBase,
	type NodeExecutionHint,
} from 'n8n-workflow';
import { filesIn, unnamedFiles, type StoredFile } from './files.cts';
import type { RunLog } from './logs.cts';
import { parse, stringify } from './n8nParts.cts';
import { searchableText, stringsIn } from './searchableText.cts';

/** The parts of a run. */
export interface RunParts {
	executionId: string;
	workflow: IWorkflowBase;
	raw: IRun;
	/** The status that n8n's database would hold. */
	storedStatus: ExecutionStatus;
	log: RunLog;
	binaryData: BinaryDataService;
	storageFolder: string;
}

/** An execution that has ended (or is suspended), and everything that it left. */
export class EngineRun {
	readonly executionId: string;
	/** The workflow as it was saved before the run. */
	readonly workflow: IWorkflowBase;
	/** n8n's own record of the run. */
	readonly raw: IRun;
	/**
	 * The status that n8n's database would hold. Unlike `raw.status` it is `canceled` after every
	 * Stop, whatever the node threw.
	 */
	readonly status: ExecutionStatus;

	constructor(private readonly parts: RunParts) {
		this.executionId = parts.executionId;
		this.workflow = parts.workflow;
		this.raw = parts.raw;
		this.status = parts.storedStatus;
	}

	/** What ended the run, as n8n stored it; nothing after a success. */
	get error(): ExecutionError | undefined {
		return this.raw.data.resultData.error;
	}

	/** What the user reads about the end of the run: message and description; empty after a success. */
	get errorText(): string {
		return [this.error?.message, this.error?.description].join(' ').trim();
	}

	/** Everything that n8n and the nodes logged during this run, one text a line. */
	get logs(): string[] {
		return this.parts.log.lines();
	}

	/** Every run of a node in this execution: several in a loop, none if it was not reached. */
	nodeRuns(nodeName: string): ITaskData[] {
		return this.raw.data.resultData.runData[nodeName] ?? [];
	}

	/** The items that left a node by one of its outputs; empty if there are none. */
	output(nodeName: string, branch = 0, run = 0): INodeExecutionData[] {
		const data = this.nodeRuns(nodeName)[run]?.data;
		const branches = data?.main ?? data?.[NodeConnectionTypes.AiTool];
		return branches?.[branch] ?? [];
	}

	/** The error of a node's last run (or of the given one). */
	nodeError(nodeName: string, run = -1): ExecutionError | undefined {
		return this.nodeRuns(nodeName).at(run)?.error;
	}

	/** The hints of all runs of a node. */
	hints(nodeName: string): NodeExecutionHint[] {
		return this.nodeRuns(nodeName).flatMap(({ hints }) => hints ?? []);
	}

	/** What a node remembers in `getContext('node')`, as the execution saved it. */
	contextOf(nodeName: string): Record<string, unknown> {
		return { ...this.raw.data.executionData?.contextData[`node:${nodeName}`] };
	}

	/** A file's bytes, read by n8n's store. */
	async fileOf(binaryData: IBinaryData): Promise<Buffer> {
		return await this.parts.binaryData.getAsBuffer(binaryData);
	}

	/** What the store knows of a file; only files on disk have that. */
	async metadataOf(binaryData: IBinaryData) {
		return await this.parts.binaryData.getMetadata(binaryData.id ?? '');
	}

	/** Every file that this execution has on disk, with descriptions and partial files. */
	async files(): Promise<StoredFile[]> {
		const folder = `workflows/${this.workflow.id}/executions/${this.executionId}`;
		return await filesIn(this.parts.storageFolder, folder);
	}

	/** Those of `files()` that no item of the run names: what should have been removed. */
	async leftoverFiles(): Promise<StoredFile[]> {
		return unnamedFiles(await this.files(), stringsIn(this.raw.data.resultData.runData));
	}

	/** All texts of the stored data, the workflow and the log, also decoded, to search for secrets. */
	toSearchableText(): string {
		return searchableText(this.raw, this.workflow, this.logs);
	}

	/** The execution's data as it comes back out of n8n's database: errors are plain objects then. */
	storedData(): IRunExecutionData {
		return parse(stringify(this.raw.data)) as IRunExecutionData;
	}
}
