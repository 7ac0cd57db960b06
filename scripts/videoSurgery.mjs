/** Layouts of MP4 files that ffmpeg does not write, made out of those that it does. */

const HEADER_BYTES = 8;

/** Boxes that hold other boxes on the way to the positions of the media. */
const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl'];

function box(type, content = Buffer.alloc(0)) {
	const header = Buffer.alloc(HEADER_BYTES);
	header.writeUInt32BE(HEADER_BYTES + content.length, 0);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, content]);
}

function longBox(type, content) {
	const header = Buffer.alloc(2 * HEADER_BYTES);
	header.writeUInt32BE(1, 0);
	header.write(type, 4, 'latin1');
	header.writeBigUInt64BE(BigInt(header.length + content.length), HEADER_BYTES);
	return Buffer.concat([header, content]);
}

function openEndedBox(type, content) {
	const bytes = box(type, content);
	bytes.writeUInt32BE(0, 0);
	return bytes;
}

/** The boxes of a file or of a box, each by its type and its content. */
function boxesOf(bytes) {
	const boxes = [];
	for (let at = 0; at < bytes.length; ) {
		const size = bytes.readUInt32BE(at);
		const type = bytes.toString('latin1', at + 4, at + HEADER_BYTES);
		boxes.push({ type, content: bytes.subarray(at + HEADER_BYTES, at + size) });
		at += size;
	}
	return boxes;
}

/** Moves the positions of all media in a description. */
function moved({ type, content }, by) {
	if (CONTAINERS.includes(type)) {
		return box(type, Buffer.concat(boxesOf(content).map((inner) => moved(inner, by))));
	}
	const bytes = box(type, content);
	if (type !== 'stco') return bytes;
	for (let at = HEADER_BYTES + 8; at < bytes.length; at += 4) {
		bytes.writeUInt32BE(bytes.readUInt32BE(at) + by, at);
	}
	return bytes;
}

/** Puts boxes together into a file whose media lie where its description says. */
function assembled(original, parts) {
	const mediaAt = (bytes) => bytes.indexOf('mdat', 'latin1') + 4;
	const pieces = parts.map((part) => (Buffer.isBuffer(part) ? part : box(part.type, part.content)));
	const isLong = Buffer.concat(pieces).includes(Buffer.from('\0\0\0\u0001mdat', 'latin1'));
	const by = mediaAt(Buffer.concat(pieces)) + (isLong ? HEADER_BYTES : 0) - mediaAt(original);
	return Buffer.concat(
		parts.map((part) =>
			Buffer.isBuffer(part)
				? part
				: part.type === 'moov'
					? moved(part, by)
					: box(part.type, part.content),
		),
	);
}

/**
 * Makes the changed files.
 *
 * @param {Record<string, Buffer>} files those of ffmpeg, by their names
 * @returns {Record<string, Buffer>} by their names
 */
export function changedFiles(files) {
	const original = files['h264-aac-movie-first.mp4'];
	const parts = Object.fromEntries(boxesOf(original).map((part) => [part.type, part]));
	const { ftyp, moov, mdat } = parts;
	const made = (...boxes) => assembled(original, boxes);
	const padding = Buffer.alloc(500);
	const fragments = files['fragments.mp4'];
	const quickTime = files['h264-aac.mov'];
	return {
		'free-first.mp4': made(box('free', padding), ftyp, moov, mdat),
		'skip-first.mp4': made(box('skip', padding), ftyp, moov, mdat),
		'wide-first.mp4': made(box('wide'), ftyp, moov, mdat),
		'uuid-first.mp4': made(box('uuid', padding), ftyp, moov, mdat),
		'styp-first.mp4': made({ ...ftyp, type: 'styp' }, moov, mdat),
		'movie-without-brand.mp4': made(moov, mdat),
		'media-without-brand.mp4': made(mdat, moov),
		'long-media-box.mp4': made(ftyp, moov, longBox('mdat', mdat.content)),
		'open-ended-media-box.mp4': made(ftyp, moov, openEndedBox('mdat', mdat.content)),
		'padded-media-box.mp4': made(ftyp, moov, box('mdat', Buffer.concat([mdat.content, padding]))),
		'free-last.mp4': made(ftyp, moov, mdat, box('free', padding)),
		'uuid-last.mp4': made(ftyp, moov, mdat, box('uuid', padding)),
		'zeros-last.mp4': made(ftyp, moov, mdat, Buffer.alloc(99)),
		'styp-before-fragments.mp4': Buffer.concat([box('styp', ftyp.content), fragments]),
		'without-brand.mov': quickTimeWithoutBrand(quickTime),
	};
}

function quickTimeWithoutBrand(original) {
	return assembled(original, boxesOf(original).slice(1));
}
