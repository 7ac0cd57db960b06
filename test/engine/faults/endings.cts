import { stat } from 'node:fs/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EngineRun, StoredFile } from '../harness/engine.cts';
import { KLING, type Scene } from '../setup.cts';

/** What the user reads about an item that failed, or about the run that it ended. */
export interface Failure {
	readonly kind: string;
	/** Message and description together. */
	readonly text: string;
}

/** How an item ended, as the user sees it. */
export interface ItemEnd {
	readonly item?: INodeExecutionData;
	readonly failure?: Failure;
}

/** The error that ended the run, and the item that it names. */
export function runFailure(
	run: EngineRun,
): (Failure & { readonly itemIndex?: number }) | undefined {
	const { error } = run;
	if (!error) return undefined;
	const context = 'context' in error ? error.context : {};
	const details = context.details as IDataObject | undefined;
	const itemIndex = context.itemIndex as number | undefined;
	return { kind: String(details?.kind), text: run.errorText, itemIndex };
}

/** How each input item of a run ended that was set to continue, or that succeeded. */
export function itemEnds(run: EngineRun, items: number): ItemEnd[] {
	const out = [...run.output(KLING, 0), ...run.output(KLING, 1)];
	return Array.from({ length: items }, (_, index) => {
		const item = out.find(({ pairedItem }) => pairedIndex(pairedItem) === index);
		if (!item) return {};
		return item.json.error === undefined ? { item } : { item, failure: itemFailure(item) };
	});
}

function pairedIndex(paired: INodeExecutionData['pairedItem']): number | undefined {
	const first = Array.isArray(paired) ? paired[0] : paired;
	return typeof first === 'object' ? first.item : first;
}

function itemFailure({ json }: INodeExecutionData): Failure {
	const error = json.error as IDataObject;
	return { kind: String(error.kind), text: JSON.stringify(error) };
}

/** Bytes of the files that n8n writes beside each file. */
const MAX_METADATA_BYTES = 1000;

/** Describes those of the files that are not as long as the videos of these tasks. */
export async function partialFiles(
	files: readonly StoredFile[],
	taskIds: readonly string[],
	{ novita }: Scene,
): Promise<string[]> {
	const whole = await Promise.all(
		taskIds.map(async (taskId) => (await stat(novita.videoFile(taskId))).size),
	);
	return files
		.filter(({ path, bytes }) => !(path.endsWith('.metadata') && bytes < MAX_METADATA_BYTES))
		.filter(({ bytes }) => !whole.includes(bytes))
		.map(({ path, bytes }) => `a partial file was left: ${path} with ${bytes} bytes`);
}
