import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { failedExpression } from '../errors/inputFailures';
import { isOptionName } from '../parameters/options';
import { labelOf } from '../parameters/texts';
import type { ReadParameter } from '../request/fieldOfItem';
import { type PreparedItem, prepareItem } from '../request/preparedItem';
import { inputFiles } from './inputFiles';

/** Options that may also stand beside the options, where n8n's own nodes have them. */
const OUTPUT_SETTINGS: ReadonlySet<string> = new Set(['binaryPropertyName', 'simplify']);

/**
 * Gives the parameters of one item; one that the panel does not show is null, an option
 * that was not added undefined.
 *
 * @throws ItemFailure of kind `invalidInput`, when read, where an expression fails
 */
export function parameterReader(context: IExecuteFunctions, itemIndex: number): ReadParameter {
	const read = (name: string, hidden: object | null): unknown => {
		try {
			return context.getNodeParameter(name, itemIndex, hidden);
		} catch (error) {
			throw failedExpression({ parameter: name, label: labelOf(name) }, error);
		}
	};
	const options = read('options', {}) as IDataObject;
	return (name) => {
		if (!isOptionName(name)) return read(name, null);
		// An option whose expression gives nothing is not the same as one that was not added.
		if (Object.hasOwn(options, name)) return options[name] ?? null;
		return OUTPUT_SETTINGS.has(name) ? read(name, null) : undefined;
	};
}

/**
 * Reads and checks one input item of n8n; sends nothing.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function readInputItem(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<PreparedItem> {
	const readParameter = parameterReader(context, itemIndex);
	return await prepareItem(itemIndex, readParameter, inputFiles(context, itemIndex));
}
