import { missingValue } from '../errors/inputFailures';
import { privateAddress } from '../errors/lendFailures';
import type { AddressField } from '../models';
import { ADDRESS_SOURCES } from '../parameters/fileSources';
import { labelOf } from '../parameters/texts';
import { readChoiceValue } from './choiceValue';
import { type ReadParameter, checkNeighbours, placeOf, readFieldOfItem } from './fieldOfItem';
import type { WireValue } from './fields';
import { readInputFile } from './inputFile';
import type { ItemFiles } from './itemFiles';
import { isEmpty } from './plainValues';
import { isPrivateAddress } from './privateAddress';

/** A file of the input item that Novita opens by an address, which n8n makes when it is sent. */
export interface LentFile {
	readonly wireName: string;
	/** Makes the address; throws an `ItemFailure` where n8n cannot. */
	readonly lend: () => string;
}

/** A file as its request has it: its address, or a file to lend and what tells it from others. */
export type AddressValue =
	| { readonly value: WireValue | undefined }
	| { readonly lent: LentFile; readonly bytes: Buffer };

/**
 * Reads a file that Novita opens by its address, from wherever the user takes it.
 *
 * @throws ItemFailure of kind `invalidInput`
 */
export async function readAddressField(
	field: AddressField,
	readParameter: ReadParameter,
	files: ItemFiles,
): Promise<AddressValue> {
	const { wireName, lending } = field;
	if (!lending || readSource(lending.source, readParameter) === 'url') {
		return { value: readPublicAddress(field, readParameter) };
	}
	const { source, fileParameter, file } = lending;
	const place = placeOf(fileParameter);
	checkNeighbours(field, place, readParameter);
	const { bytes, lend } = await readInputFile(place, file, readParameter, files);
	const lent = { wireName, lend: () => lend(placeOf(source)) };
	// Found out before anything is paid; the address itself is made when it is sent.
	lent.lend();
	return { lent, bytes };
}

/**
 * Reads an address that Novita opens: one in a private network would be paid for in vain.
 *
 * @returns undefined where the field is left empty
 * @throws ItemFailure of kind `invalidInput`
 */
export function readPublicAddress(
	field: AddressField,
	readParameter: ReadParameter,
): WireValue | undefined {
	const value = readFieldOfItem(field, readParameter);
	const address = value === undefined ? undefined : new URL(String(value));
	if (!address || !isPrivateAddress(address)) return value;
	const orSource = field.lending ? `, or choose another ${labelOf(field.lending.source)}` : '';
	throw privateAddress(placeOf(field.parameter), address.host, orSource);
}

/** Where the file comes from; an address where the panel does not show the choice. */
function readSource(parameter: string, readParameter: ReadParameter) {
	const value = readParameter(parameter);
	if (value === null || value === undefined) return 'url';
	const place = placeOf(parameter);
	if (isEmpty(value)) throw missingValue(place);
	return readChoiceValue(place, value, ADDRESS_SOURCES).value;
}
