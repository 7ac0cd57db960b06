import promises from 'node:fs/promises';
import { sep } from 'node:path';

/** Workflows whose ID begins like this have their files on a disk that is full. */
export const FULL_DISK_WORKFLOW = 'full-disk';

/** Bytes that still fit on the disk. */
const FREE_BYTES = 10_000;

/**
 * Fills the disk under the files of some workflows: writing there fails as it does in the operating
 * system, after a part has been written. Everything else on this machine is written as usual.
 *
 * @returns a function that frees the disk again
 */
export function fillDisk(): () => void {
	const write = promises.writeFile;
	const onFullDisk: typeof promises.writeFile = async (file, data, options) => {
		const isFull = typeof file === 'string' && file.includes(`${sep}${FULL_DISK_WORKFLOW}`);
		await write(file, isFull ? firstBytes(data as AsyncIterable<Buffer>) : data, options);
	};
	const spy = jest.spyOn(promises, 'writeFile').mockImplementation(onFullDisk);
	return () => spy.mockRestore();
}

async function* firstBytes(data: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	let left = FREE_BYTES;
	for await (const chunk of data) {
		yield chunk.subarray(0, left);
		left -= chunk.length;
		if (left < 0) throw noSpaceLeft();
	}
}

function noSpaceLeft(): Error {
	const error = new Error('ENOSPC: no space left on device, write');
	return Object.assign(error, { code: 'ENOSPC', errno: -28, syscall: 'write' });
}
