import { type Place, missingValue } from '../errors/inputFailures';
import { shown } from '../errors/text';
import type { FileRules } from '../models';
import type { ReadParameter } from './fieldOfItem';
import { type FileToCheck, checkFile, checkFileSize } from './fileCheck';
import type { InputFile, ItemFiles } from './itemFiles';
import { plainText } from './plainValues';

/** What messages call a file without a name. */
export const UNNAMED = 'the file';

/**
 * Opens the file of an input item and checks it from its bytes.
 *
 * @param place the parameter that names the item's field
 * @throws ItemFailure of kind `invalidInput`
 */
export async function readInputFile(
	place: Place,
	mustBe: FileRules,
	readParameter: ReadParameter,
	{ open }: ItemFiles,
): Promise<InputFile & { readonly bytes: Buffer }> {
	const fieldName = plainText(readParameter(place.parameter));
	if (!fieldName) {
		throw missingValue(
			place,
			`Enter the name of the field of the input item that holds the ${mustBe.kind}, e.g. data.`,
		);
	}
	const input = await open(fieldName, place);
	const file: FileToCheck = { place, name: input.name ? shown(input.name) : UNNAMED, mustBe };
	checkFileSize(input.size, file);
	const bytes = await input.read();
	checkFile(bytes, file);
	return { ...input, bytes };
}
