import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { type Place, noInputFile } from '../errors/inputFailures';
import { cannotLend, lentPrivately } from '../errors/lendFailures';
import { type Fetching, fetchFile } from '../fetch/fetchFile';
import type { ItemFiles, ReadableFile } from '../request/itemFiles';
import { isPrivateAddress } from '../request/privateAddress';
import { fileLinkOpener } from '../transport/fileLink';

/** A host that has a photo in several formats sends one that Novita takes. */
const WANTED_FORMATS = 'image/jpeg, image/png, */*;q=0.5';

/**
 * How long a lent file can be opened. Novita opens it when it starts the task, which takes minutes and
 * under load hours; whoever has the address can open the file for as long.
 */
const LENT_FOR = '1 day';

/** What n8n's store notes about a fetched file, which no node gets to see. */
const STORED_NAME = 'image';
const STORED_TYPE = 'application/octet-stream';

/** The files of one item, however n8n keeps them. */
export function inputFiles(context: IExecuteFunctions, itemIndex: number): ItemFiles {
	return { open: fileOpener(context, itemIndex), fetch: fileFetcher(context) };
}

function fileOpener({ helpers }: IExecuteFunctions, itemIndex: number): ItemFiles['open'] {
	const { assertBinaryData, getBinaryDataBuffer, getBinaryMetadata } = helpers;
	return async (fieldName, place) => {
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
				lend: (source) => lentAddress(file, source, helpers),
			};
		} catch {
			throw noInputFile(place, fieldName);
		}
	};
}

/**
 * A signed address at which Novita can open a file of this n8n.
 *
 * @throws ItemFailure where there is none, or it is not public
 */
function lentAddress(
	file: IBinaryData,
	source: Place,
	{ createBinarySignedUrl }: Partial<IExecuteFunctions['helpers']>,
): string {
	if (!createBinarySignedUrl) throw cannotLend(source, 'notOffered');
	if (!file.id) throw cannotLend(source, 'inMemory');
	const address = createBinarySignedUrl(file, LENT_FOR);
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || isPrivateAddress(url)) throw lentPrivately(source, url?.host ?? 'no host');
	return address;
}

/** Fetches files once, into n8n's store, where they stay with the execution. */
function fileFetcher(context: IExecuteFunctions): ItemFiles['fetch'] {
	const { prepareBinaryData } = context.helpers;
	const fetching: Fetching<ReadableFile> = {
		openLink: fileLinkOpener(context, WANTED_FORMATS),
		store: async (content) =>
			storedFile(context, await prepareBinaryData(content, STORED_NAME, STORED_TYPE)),
		signal: context.getExecutionCancelSignal(),
	};
	return (address, wanted) => {
		let stored: Promise<ReadableFile> | undefined;
		return {
			read: heldWeakly(async () => {
				stored ??= fetchFile(address, wanted, fetching);
				return await (await stored).read();
			}),
		};
	};
}

function storedFile({ helpers }: IExecuteFunctions, { id, data }: IBinaryData): ReadableFile {
	const { binaryToBuffer, getBinaryStream } = helpers;
	if (id) return { read: async () => await binaryToBuffer(await getBinaryStream(id)) };
	// This n8n keeps files in memory; the bytes take a quarter less than their base64.
	const bytes = Buffer.from(data, 'base64');
	return { read: async () => bytes };
}

/** Keeps what was read until the memory is needed elsewhere, so that a file is usually read once. */
function heldWeakly(read: ReadableFile['read']): ReadableFile['read'] {
	let held: WeakRef<Buffer> | undefined;
	return async () => {
		const bytes = held?.deref() ?? (await read());
		held = new WeakRef(bytes);
		return bytes;
	};
}
