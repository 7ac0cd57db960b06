import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { failedExpression, noInputFile } from '../errors/inputFailures';
import { isOptionName } from '../parameters/options';
import { labelOf } from '../parameters/texts';
import type { ReadParameter } from '../request/fieldOfItem';
import { type PreparedItem, prepareItem } from '../request/preparedItem';
import type { InputFile, OpenFile } from '../request/videoRequest';

/**
 * Gives the parameters of one item; one that the panel does not show is null.
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
	return (name) => (isOptionName(name) ? options[name] : read(name, null));
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
	return await prepareItem(itemIndex, readParameter, fileOpener(context, itemIndex));
}

/** Opens the files of one item, however n8n keeps them. */
function fileOpener(context: IExecuteFunctions, itemIndex: number): OpenFile {
	const { assertBinaryData, getBinaryDataBuffer, getBinaryMetadata } = context.helpers;
	return async (fieldName, place): Promise<InputFile> => {
		try {
			const file = assertBinaryData(itemIndex, fieldName);
			// Without an ID the file is in the item itself, as base64.
			const size = file.id
				? (await getBinaryMetadata(file.id)).fileSize
				: Buffer.byteLength(file.data, 'base64');
			return {
				name: file.fileName,
				size,
				read: heldWeakly(async () => await getBinaryDataBuffer(itemIndex, fieldName)),
			};
		} catch {
			throw noInputFile(place, fieldName);
		}
	};
}

/** Keeps what was read until the memory is needed elsewhere, so that a file is usually read once. */
function heldWeakly(read: InputFile['read']): InputFile['read'] {
	let held: WeakRef<Buffer> | undefined;
	return async () => {
		const bytes = held?.deref() ?? (await read());
		held = new WeakRef(bytes);
		return bytes;
	};
}
