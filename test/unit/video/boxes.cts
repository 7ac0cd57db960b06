import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A box at the top of an MP4 file. */
export interface Box {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

const SHORT_HEADER = 8;
const FOLDER = join(__dirname, '../../novita-standin/videos');

/** The names of the stand-in's videos. */
export const VIDEO_NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.mp4'));

/** A real video, as the stand-in serves it. */
export function realVideo(name = VIDEO_NAMES[0]): Buffer {
	return readFileSync(join(FOLDER, name));
}

/** The top boxes of a file whose boxes all have their size in four bytes, as ffmpeg writes them. */
export function boxesOf(file: Buffer): Box[] {
	const boxes: Box[] = [];
	for (let start = 0; start < file.length; ) {
		const end = start + file.readUInt32BE(start);
		boxes.push({ type: file.toString('latin1', start + 4, start + SHORT_HEADER), start, end });
		start = end;
	}
	return boxes;
}

/** A box with its size in four bytes. */
export function box(type: string, content: Buffer = Buffer.alloc(0)): Buffer {
	const header = Buffer.alloc(SHORT_HEADER);
	header.writeUInt32BE(SHORT_HEADER + content.length, 0);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, content]);
}

/** A box with its size in eight bytes, as large media boxes have it. */
export function longBox(type: string, content: Buffer): Buffer {
	const header = Buffer.alloc(2 * SHORT_HEADER);
	header.writeUInt32BE(1, 0);
	header.write(type, 4, 'latin1');
	header.writeBigUInt64BE(BigInt(header.length + content.length), 8);
	return Buffer.concat([header, content]);
}

/** A box that runs to the end of the file. */
export function openEndedBox(type: string, content: Buffer): Buffer {
	const bytes = box(type, content);
	bytes.writeUInt32BE(0, 0);
	return bytes;
}

/** The content of the first box of a type. */
export function contentOf(file: Buffer, type: string): Buffer {
	const found = boxesOf(file).find((candidate) => candidate.type === type);
	if (!found) throw new Error(`The file has no ${type} box`);
	return file.subarray(found.start + SHORT_HEADER, found.end);
}
