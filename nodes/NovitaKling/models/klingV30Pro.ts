import {
	imageToVideoV30,
	motionControlV30,
	pricesV30,
	promptOrShots,
	textToVideoV30,
} from './klingV30Requests';
import type { KlingModel } from './types';

const priceList = pricesV30(112_000, 168_000);

/** Kling V3.0 Pro; its pages are named in klingV30Requests.ts. */
export const klingV30Pro: KlingModel = {
	id: 'kling-v3.0-pro',
	displayName: 'Kling V3.0 Pro',
	description: 'A better picture, and several shots in one video; costs more than V3.0 Standard',
	operations: {
		textToVideo: textToVideoV30('pro', promptOrShots, priceList),
		imageToVideo: imageToVideoV30('pro', promptOrShots, priceList),
		motionControl: motionControlV30('kling-v3-0-pro'),
	},
};
