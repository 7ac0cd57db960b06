import { SCENARIOS } from '../measure/faults.cts';
import type { Results } from '../results.cts';
import { SYSTEMS, type SystemId } from '../systems/index.cts';
import { markdownTable, rounded, withSpread } from './figures.cts';
import { keyFigures, type KeyFigure } from './keyFigures.cts';

const UNIT: Readonly<Record<KeyFigure['unit'], { readonly size: number; readonly sign: string }>> =
	{
		seconds: { size: 1000, sign: ' s' },
		megabytes: { size: 1_000_000, sign: ' MB' },
		requests: { size: 1, sign: '' },
	};

/** The name of a system in the report. */
export function nameOf(id: SystemId): string {
	return SYSTEMS.find((system) => system.id === id)?.name ?? id;
}

function middle({ unit, figure }: KeyFigure): string {
	const { size, sign } = UNIT[unit];
	return `${rounded(figure.median / size)}${sign}`;
}

/** A sentence for each figure in which another system did better in the median. */
export function whereOthersAreAhead(results: Results): string {
	const figures = keyFigures(results);
	const own = figures.filter(({ system }) => system === 'thisNode');
	const lines = own.flatMap((mine) =>
		figures
			.filter(({ system, what }) => system !== 'thisNode' && what === mine.what)
			.filter(({ figure }) => figure.median < mine.figure.median)
			.map(
				(theirs) =>
					`- ${mine.what}: ${nameOf(theirs.system)} ${middle(theirs)}, this node ${middle(mine)}`,
			),
	);
	const all = [...lines, ...faultsOthersSurvive(results)];
	return all.length > 0 ? all.join('\n') : 'In none of the figures of this run.';
}

/** A sentence for each fault after which another system has a video and this node has none. */
function faultsOthersSurvive({ faults }: Results): string[] {
	return faults
		.filter(({ system, delivered }) => system === 'thisNode' && !delivered)
		.flatMap(({ scenario }) =>
			faults
				.filter((run) => run.scenario === scenario && run.delivered)
				.map(({ system, payments }) => {
					const { title = scenario } = SCENARIOS.find(({ id }) => id === scenario) ?? {};
					const paid = `for ${payments} payment${payments === 1 ? '' : 's'}`;
					return `- ${title}: ${nameOf(system)} brings a video ${paid}, this node none`;
				}),
		);
}

function overlap(left: KeyFigure, right: KeyFigure): boolean {
	return left.figure.least <= right.figure.most && right.figure.least <= left.figure.most;
}

/** The figures of two runs side by side; undefined where they did not measure the same things. */
export function besideRunBefore(results: Results): string | undefined {
	const { plan, n8nVersion, runBefore } = results;
	if (runBefore?.plan !== plan || runBefore.n8nVersion !== n8nVersion) return undefined;
	const before = keyFigures(runBefore);
	const rows = keyFigures(results).flatMap((now) => {
		const then = before.find(({ system, what }) => system === now.system && what === now.what);
		if (!then) return [];
		const { size, sign } = UNIT[now.unit];
		const cell = ({ figure }: KeyFigure) => `${withSpread(figure, size)}${sign}`;
		const verdict = overlap(now, then) ? 'yes' : 'no';
		return [[`${nameOf(now.system)}: ${now.what}`, cell(now), cell(then), verdict]];
	});
	return markdownTable(['', 'this run', 'the run before', 'spreads overlap'], rows);
}
