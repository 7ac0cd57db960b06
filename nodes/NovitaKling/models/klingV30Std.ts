import {
	imageToVideoV30,
	motionControlV30,
	pricesV30,
	promptAlone,
	promptAndShots,
	textToVideoV30,
} from './klingV30Requests';
import type { KlingModel } from './types';

const priceList = pricesV30(84_000, 126_000);

/** Kling V3.0 Standard; its pages are named in klingV30Requests.ts. */
export const klingV30Std: KlingModel = {
	id: 'kling-v3.0-std',
	displayName: 'Kling V3.0 Standard',
	description: 'The current family at its lowest price: 3 to 15 seconds, with sound on request',
	operations: {
		textToVideo: textToVideoV30('std', promptAlone, priceList),
		imageToVideo: imageToVideoV30('std', promptAndShots, priceList),
		motionControl: motionControlV30('kling-v3-0-std'),
	},
};
