import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type Result, resultOf } from '../errors/result';
import { parameterReader } from '../n8n/inputItem';
import { canceledError, nodeErrorOf } from '../n8n/nodeError';
import { failedItem } from '../n8n/outputItem';
import { labelOf } from '../parameters/texts';
import type { ReadParameter } from '../request/fieldOfItem';
import { plainText } from '../request/plainValues';
import { readSwitchValue } from '../request/switchValue';
import { openNovitaApi } from '../transport/novitaApi';
import { type Bill, dollarsOf, readUsage, totalOf } from './usage';
import { type TimeRange, readUsagePeriod } from './usagePeriod';

/** What an item wants to know. */
interface UsageQuery {
	readonly range: TimeRange;
	readonly productName: string;
	readonly isSum: boolean;
	readonly simplify: boolean;
	readonly timeZone: string;
}

/**
 * Gives what Novita has billed: for each input item one item a bill, or one with the sum. Equal
 * questions are asked once.
 *
 * @throws NodeOperationError or NodeApiError unless the node is set to continue
 */
export async function getUsage(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const signal = context.getExecutionCancelSignal() ?? new AbortController().signal;
	const now = new Date();
	const answers = new Map<string, Promise<Bill[]>>();
	const billsFor = async ({ range, productName }: UsageQuery) => {
		const key = JSON.stringify([range, productName]);
		const answer =
			answers.get(key) ?? readUsage(await openNovitaApi(context), range, productName, signal);
		answers.set(key, answer);
		return await answer;
	};
	const output: INodeExecutionData[] = [];
	for (const itemIndex of context.getInputData().keys()) {
		const items: Result<IDataObject[]> = await resultOf(async () => {
			const query = readQuery(parameterReader(context, itemIndex), now, context.getTimezone());
			return itemsOf(await billsFor(query), query);
		});
		if (signal.aborted) throw canceledError(node, { taskIds: [], unknownItems: [] });
		if ('failure' in items) {
			if (!context.continueOnFail()) throw nodeErrorOf(node, items.failure, itemIndex);
			output.push(failedItem(items.failure, itemIndex));
			continue;
		}
		output.push(...items.value.map((json) => ({ json, pairedItem: { item: itemIndex } })));
	}
	return output;
}

function readQuery(readParameter: ReadParameter, now: Date, timeZone: string): UsageQuery {
	const read = (name: 'sum' | 'simplify', standard: boolean) =>
		readSwitchValue(name, labelOf(name), readParameter(name) ?? standard);
	return {
		range: readUsagePeriod(readParameter, now, timeZone),
		productName: plainText(readParameter('productName')),
		isSum: read('sum', false),
		simplify: read('simplify', true),
		timeZone,
	};
}

function itemsOf(bills: readonly Bill[], { range, isSum, simplify, timeZone }: UsageQuery) {
	if (!isSum) return bills.map((bill) => itemOf(bill, simplify));
	const [amount, voucherAmount, payAmount] = (
		['amount', 'voucherAmount', 'payAmount'] as const
	).map((name) => totalOf(bills, name));
	return [
		{
			...{ startTime: range.from.toISOString(), endTime: range.to.toISOString(), timeZone },
			bills: bills.length,
			...dollarsOf({ amount, voucherAmount, payAmount }),
		},
	];
}

function itemOf({ amounts, startTime, endTime, raw }: Bill, simplify: boolean): IDataObject {
	const { productName, category } = raw;
	return {
		...{ startTime: isoTime(startTime), endTime: isoTime(endTime) },
		...{ productName, category },
		...dollarsOf(amounts),
		...(!simplify && { raw }),
	};
}

function isoTime(seconds: number): string | null {
	const time = new Date(seconds * 1000);
	return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
