import type { Results } from '../results.cts';
import { SYSTEMS, type SystemId } from '../systems/index.cts';
import type { Figure } from './figures.cts';
import {
	itemCounts,
	lagOf,
	largeFileTimeOf,
	memoryOf,
	memorySizes,
	requestsOf,
	wallOf,
} from './measured.cts';

/** One thing that was measured of a system. The smaller, the better. */
export interface KeyFigure {
	readonly what: string;
	readonly unit: 'seconds' | 'megabytes' | 'requests';
	readonly system: SystemId;
	readonly figure: Figure;
}

type Entry = Omit<KeyFigure, 'figure' | 'system'> & { readonly figure?: Figure };

function entriesOf(results: Results, system: SystemId): Entry[] {
	return [
		{ what: 'lag', unit: 'seconds', figure: lagOf(results, system) },
		{ what: 'requests for one task', unit: 'requests', figure: requestsOf(results, system) },
		...itemCounts(results).map(
			(items): Entry => ({
				what: `time for ${items} item${items === 1 ? '' : 's'}`,
				unit: 'seconds',
				figure: wallOf(results, { system, items }),
			}),
		),
		...memorySizes(results).flatMap((megabytes): Entry[] => [
			{
				what: `memory for a video of ${megabytes} MB`,
				unit: 'megabytes',
				figure: memoryOf(results, system, megabytes),
			},
			{
				what: `time for a video of ${megabytes} MB`,
				unit: 'seconds',
				figure: largeFileTimeOf(results, system, megabytes),
			},
		]),
	];
}

/** All figures by which the systems are compared; those that were not measured are left out. */
export function keyFigures(results: Results): KeyFigure[] {
	return SYSTEMS.flatMap(({ id: system }) =>
		entriesOf(results, system).flatMap(({ figure, ...entry }) =>
			figure ? [{ ...entry, system, figure }] : [],
		),
	);
}
