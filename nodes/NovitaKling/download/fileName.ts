/** Bytes of a file name, with room left in the 255 that file systems allow. */
const MAX_FILE_NAME_BYTES = 200;

/**
 * The name of a video's file: the user's, or the task's ID. Never a path, wherever it comes from.
 *
 * @param formatExtension extension of the file's format, which a name without one gets
 */
export function videoFileName(
	fileName: string | undefined,
	taskId: string,
	formatExtension: string,
): string {
	const lastPart = (fileName ?? taskId).split(/[\\/]/).pop() ?? '';
	// Control characters, also those that turn the reading direction, halves of emoji, and what Windows or a download dialog refuses.
	const safe = lastPart
		.replace(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_')
		.replace(/^\.+/, '');
	const extension = fileName ? (/\.[A-Za-z][A-Za-z0-9]{1,3}$/.exec(safe)?.[0] ?? '') : '';
	const base = cutToBytes(safe.slice(0, safe.length - extension.length), MAX_FILE_NAME_BYTES);
	return `${base || 'video'}${extension || `.${formatExtension}`}`;
}

/** Cuts a text between two code points. */
function cutToBytes(text: string, maxBytes: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += Buffer.byteLength(character);
		if (bytes > maxBytes) break;
		end += character.length;
	}
	return text.slice(0, end);
}
