import { imageToVideoV30, promptAlone, promptAndShots, textToVideoV30 } from './klingV30Requests';
import type { KlingModel } from './types';

/**
 * Kling V3.0 4K; its pages are named in klingV30Requests.ts. No price was published that could be
 * read; with sound it has another than without.
 */
export const klingV304k: KlingModel = {
	id: 'kling-v3.0-4k',
	displayName: 'Kling V3.0 4K',
	description: 'The sharpest picture, for large screens; costs the most of V3.0',
	operations: {
		textToVideo: textToVideoV30('4k', promptAlone),
		imageToVideo: imageToVideoV30('4k', promptAndShots),
	},
};
