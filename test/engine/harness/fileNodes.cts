import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { field, harnessNode } from './harnessNode.cts';

/** Bytes from the start of a file that the report shows: enough for any signature. */
const SIGNATURE_BYTES = 12;

const FIELD_NAME = field('fieldName', 'string', 'data');

/** `test.file`: adds a file to each item, from the base64 text in `content`. */
export const file = harnessNode(
	'file',
	[
		FIELD_NAME,
		field('content', 'string', ''),
		field('fileName', 'string', 'file.bin'),
		field('mimeType', 'string', 'application/octet-stream'),
	],
	async function (this: IExecuteFunctions) {
		const withFile = this.getInputData().map(async (item, index) => {
			const text = (name: string) => this.getNodeParameter(name, index) as string;
			const bytes = Buffer.from(text('content'), 'base64');
			const [fileName, mimeType] = [text('fileName'), text('mimeType')];
			const data = await this.helpers.prepareBinaryData(bytes, fileName, mimeType);
			const made: INodeExecutionData = {
				json: item.json,
				binary: { ...item.binary, [text('fieldName')]: data },
				pairedItem: { item: index },
			};
			return made;
		});
		return [await Promise.all(withFile)];
	},
);

/** What `test.readFile` reports about a file. */
export interface FileReport {
	/** Length in bytes. */
	size: number;
	/** SHA-256 in hexadecimal. */
	sha256: string;
	/** The first bytes, in hexadecimal. */
	signature: string;
	fileName?: string;
	mimeType: string;
}

/** `test.readFile`: reads each item's file as other nodes do, and reports what it read. */
export const readFile = harnessNode(
	'readFile',
	[FIELD_NAME],
	async function (this: IExecuteFunctions) {
		const read = this.getInputData().map(async (_, index) => {
			const fieldName = this.getNodeParameter('fieldName', index) as string;
			const { id, fileName, mimeType } = this.helpers.assertBinaryData(index, fieldName);
			const content = id
				? await this.helpers.getBinaryStream(id)
				: [await this.helpers.getBinaryDataBuffer(index, fieldName)];
			const report: FileReport = { ...(await readThrough(content)), fileName, mimeType };
			return { json: { ...report }, pairedItem: { item: index } };
		});
		return [await Promise.all(read)];
	},
);

async function readThrough(content: AsyncIterable<Buffer> | Iterable<Buffer>) {
	const hash = createHash('sha256');
	let size = 0;
	let start = Buffer.alloc(0);
	for await (const chunk of content) {
		if (start.length < SIGNATURE_BYTES) start = Buffer.concat([start, chunk]);
		hash.update(chunk);
		size += chunk.length;
	}
	const signature = start.subarray(0, SIGNATURE_BYTES).toString('hex');
	return { size, sha256: hash.digest('hex'), signature };
}
