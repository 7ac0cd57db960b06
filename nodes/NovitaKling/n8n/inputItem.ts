import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { LABELS, OPTION_NAMES } from '../description';
import type { ItemFailure } from '../errors/itemFailure';
import type { ReadParameter } from '../request/fieldOfItem';
import { invalidInput } from '../errors/invalidInput';
import { type PreparedItem, prepareItem } from '../request/preparedItem';
import type { InputFile, OpenFile } from '../request/videoRequest';
import { quoted } from '../errors/text';

/** Gives the parameters of one item; one that the panel does not show is null. */
export function parameterReader(context: IExecuteFunctions, itemIndex: number): ReadParameter {
	const read = (name: string, hidden: object | null): unknown => {
		try {
			return context.getNodeParameter(name, itemIndex, hidden);
		} catch (error) {
			throw failedExpression(name, error);
		}
	};
	const options = read('options', {}) as IDataObject;
	return (name) => (OPTION_NAMES.has(name) ? options[name] : read(name, null));
}

/** An expression of the user's that n8n could not work out. */
function failedExpression(name: string, thrown: unknown): ItemFailure {
	const label = LABELS[name] ?? 'Options';
	const { message, description } = thrown as { message?: unknown; description?: unknown };
	const words = quoted(String(message), EXPRESSION_CHARACTERS);
	const advice = typeof description === 'string' ? quoted(description, EXPRESSION_CHARACTERS) : '';
	return invalidInput(
		name,
		`${label}: the expression failed: ${words}`,
		`Check the expression of ${label}. ${advice}`.trim(),
	);
}

/** Characters of n8n's words that a message shows. */
const EXPRESSION_CHARACTERS = 300;

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
	return await prepareItem(itemIndex, readParameter, fileOpener(context, itemIndex), LABELS);
}

/** Opens the files of one item, however n8n keeps them. */
function fileOpener(context: IExecuteFunctions, itemIndex: number): OpenFile {
	const { assertBinaryData, getBinaryDataBuffer, getBinaryMetadata } = context.helpers;
	return async (fieldName): Promise<InputFile> => {
		try {
			const file = assertBinaryData(itemIndex, fieldName);
			// Without an ID the file stands in the item itself, as base64.
			const size = file.id
				? (await getBinaryMetadata(file.id)).fileSize
				: Buffer.byteLength(file.data, 'base64');
			return {
				size,
				read: heldWeakly(async () => await getBinaryDataBuffer(itemIndex, fieldName)),
			};
		} catch {
			throw invalidInput(
				'imageBinaryPropertyName',
				`The input item has no file in the field ${fieldName}`,
				'Set Input Data Field Name to the field that holds the image, or put a node that gives a file before this one.',
			);
		}
	};
}

/** Keeps what was read until the memory is needed, so that a file is mostly read once. */
function heldWeakly(read: InputFile['read']): InputFile['read'] {
	let held: WeakRef<Buffer> | undefined;
	return async () => {
		const bytes = held?.deref() ?? (await read());
		held = new WeakRef(bytes);
		return bytes;
	};
}
