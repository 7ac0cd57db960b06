import { klingV21Master } from './klingV21Master';
import type { KlingModel } from './types';

export type * from './types';

/** Every model that the node offers; the first is the default. A new model is one line here. */
export const MODELS: readonly KlingModel[] = [klingV21Master];
