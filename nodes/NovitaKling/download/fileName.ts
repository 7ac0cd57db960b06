/** Bytes of a file name, with room left in the 255 that file systems allow. */
const MAX_FILE_NAME_BYTES = 200;

/** Characters of the prompt at the beginning of a name. */
const PROMPT_CHARACTERS = 30;

/** Characters of the task's ID at its end: enough to tell two videos of one prompt apart. */
const TASK_CHARACTERS = 8;

/**
 * The name of a video's file: the user's, or the beginnings of the prompt and of the task's ID. Never a
 * path, wherever it comes from.
 *
 * @param formatExtension extension of the file's format, which a name without one gets
 * @param prompt what the video shows; where it is not known, the name is the whole ID
 */
export function videoFileName(
	fileName: string | undefined,
	taskId: string,
	formatExtension: string,
	prompt = '',
): string {
	const lastPart = (fileName ?? proposedName(prompt, taskId)).split(/[\\/]/).pop() ?? '';
	// Control characters, also those that turn the reading direction, halves of emoji, and what Windows or a download dialog refuses.
	const safe = lastPart
		.replace(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069<>:"|?*]/gu, '_')
		.replace(/^\.+/, '');
	const extension = fileName ? (/\.[A-Za-z][A-Za-z0-9]{1,3}$/.exec(safe)?.[0] ?? '') : '';
	const base = cutToBytes(safe.slice(0, safe.length - extension.length), MAX_FILE_NAME_BYTES);
	return `${base || 'video'}${extension || `.${formatExtension}`}`;
}

function proposedName(prompt: string, taskId: string): string {
	const words = prompt.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	let name = '';
	for (const word of words) {
		if (name && name.length + word.length >= PROMPT_CHARACTERS) break;
		name += `${[...word].slice(0, PROMPT_CHARACTERS).join('')}-`;
	}
	return name ? `${name}${taskId.slice(0, TASK_CHARACTERS)}` : taskId;
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
