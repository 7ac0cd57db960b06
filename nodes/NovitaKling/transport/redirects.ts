import type { FileAnswer } from './fileLink';

/** Redirects followed for one file, each checked before it is opened. */
const MAX_REDIRECTS = 5;

/** How a file is opened that may have moved. */
export interface Opening {
	/** Requests an address, without following a redirect. */
	readonly open: (address: URL) => Promise<FileAnswer>;
	/** Whether an answer has the file. */
	readonly hasFile: (answer: FileAnswer) => boolean;
	/** Where an answer without the file leads. @throws where it leads nowhere, or may not be followed */
	readonly redirectOf: (answer: FileAnswer, current: URL) => URL;
	/** The failure of a file that moves on and on. */
	readonly tooManyRedirects: () => Error;
}

/**
 * Opens a file, following redirects one by one so that each address is checked.
 *
 * @throws what `opening` throws
 */
export async function openFile(address: URL, opening: Opening): Promise<FileAnswer> {
	let current = address;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
		const answer = await opening.open(current);
		if (opening.hasFile(answer)) return answer;
		answer.body.destroy();
		current = opening.redirectOf(answer, current);
	}
	throw opening.tooManyRedirects();
}
