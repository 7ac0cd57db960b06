import { klingV16 } from './klingV16';
import { klingV21 } from './klingV21';
import { klingV21Master } from './klingV21Master';
import { klingV304k } from './klingV304k';
import { klingV30Pro } from './klingV30Pro';
import { klingV30Std } from './klingV30Std';
import type { KlingModel } from './types';

export type * from './types';

/** Every model that the node offers; the first is the default. A new model is one line here. */
export const MODELS: readonly KlingModel[] = [
	klingV21Master,
	klingV21,
	klingV30Std,
	klingV30Pro,
	klingV304k,
	klingV16,
];
