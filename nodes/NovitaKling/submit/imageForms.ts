import type { ImageForm } from '../request/imageField';
import type { VideoRequest } from '../request/videoRequest';
import { pause } from '../transport/pause';

/** Milliseconds for which items wait for the one that finds out the form; then they find out themselves. */
const TRIAL_LIMIT = 20_000;

/** Milliseconds between two looks at how that item got on. */
const LOOK_INTERVAL = 50;

/** The forms in which an item may send its image file. */
export interface FormsToSend {
	readonly first: ImageForm;
	/** The form to send once where Novita refuses the first one. */
	readonly second?: ImageForm;
	/** Ends the item's turn; with the form in which Novita accepted its image. */
	readonly ended: (accepted?: ImageForm) => void;
}

/** The forms of an item that has nothing to find out. */
const fixed = (first: ImageForm): FormsToSend => ({ first, ended: () => undefined });

/**
 * Which form of an image file Novita takes, for all items of a run: no document says it. One item
 * finds out while the others wait, and the form that it was accepted in is used for all that follow.
 */
export class ImageForms {
	/** The form that was accepted, by the path of the request. */
	private readonly accepted = new Map<string, ImageForm>();
	private readonly trials = new Set<string>();

	/**
	 * The forms that an item may send now.
	 *
	 * @param isBase64Refused whether Novita has refused raw base64 for this very item
	 * @throws the signal's reason
	 */
	async formsFor(
		{ image, path }: VideoRequest,
		isBase64Refused: boolean,
		signal: AbortSignal,
	): Promise<FormsToSend> {
		const { encoding = 'base64' } = image ?? {};
		if (encoding !== 'auto') return fixed(encoding);
		const ended = (accepted?: ImageForm) => {
			this.trials.delete(path);
			if (accepted) this.accepted.set(path, accepted);
		};
		if (isBase64Refused) return { first: 'dataUri', ended };
		const noLaterThan = Date.now() + TRIAL_LIMIT;
		while (!this.accepted.has(path) && this.trials.has(path) && Date.now() < noLaterThan) {
			await pause(LOOK_INTERVAL, signal);
		}
		const known = this.accepted.get(path);
		if (known) return fixed(known);
		this.trials.add(path);
		return { first: 'base64', second: 'dataUri', ended };
	}
}
