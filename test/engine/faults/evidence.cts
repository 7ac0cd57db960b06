import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EngineRun } from '../harness/engine.cts';
import { KLING } from '../setup.cts';

/** What a user reads about one item that failed, or about the run that it ended. */
export interface Failure {
	readonly kind: string;
	/** Message and description together. */
	readonly text: string;
}

/** What became of one item, as the user sees it. */
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
	const text = `${error.message} ${'description' in error ? error.description : ''}`;
	return { kind: String(details?.kind), text, itemIndex };
}

/** What became of each input item of a run that was set to continue, or that succeeded. */
export function itemEnds(run: EngineRun, items: number): ItemEnd[] {
	const out = [...run.output(KLING, 0), ...run.output(KLING, 1)];
	return Array.from({ length: items }, (_, index) => {
		const item = out.find(({ pairedItem }) => pairedIndex(pairedItem) === index);
		if (!item) return {};
		return typeof item.json.error === 'string' ? { item, failure: itemFailure(item) } : { item };
	});
}

function pairedIndex(paired: INodeExecutionData['pairedItem']): number | undefined {
	const first = Array.isArray(paired) ? paired[0] : paired;
	return typeof first === 'object' ? first.item : first;
}

function itemFailure({ json }: INodeExecutionData): Failure {
	const details = (json.details ?? {}) as IDataObject;
	return { kind: String(details.kind), text: `${json.error} ${JSON.stringify(details)}` };
}
