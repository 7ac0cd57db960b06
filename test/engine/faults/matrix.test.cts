import { Scene, useKling } from '../setup.cts';
import { cellsOf, runCell, type Cell } from './cell.cts';
import { problemsOf } from './cellChecks.cts';
import { DOWNLOAD_FAULTS } from './downloadFaults.cts';
import type { FaultRow, Mode } from './faultRow.cts';
import { fillDisk } from './fullDisk.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';
import { mapWithConcurrency } from './mapWithConcurrency.cts';
import { STATUS_FAULTS } from './statusFaults.cts';
import { SUBMIT_FAULTS } from './submitFaults.cts';

const tests = useKling();
useLegacyExpressions();

/**
 * Cells that run at a time. Those with a short deadline mostly wait. The others keep the processor
 * busy, and more of them would delay the first ones beyond their deadline.
 */
const WAITING_CELLS = 100;
const BUSY_CELLS = 24;

/** Cells that run a second time, after all others, at a time. */
const REPEATED_CELLS = 24;

/** Milliseconds after which the matrix is given up; an idle machine needs a fraction. */
const TIME_LIMIT = 900_000;

/** Where a fault happens, and the modes of the node that can meet it. */
const PLACES: ReadonlyArray<
	readonly [place: string, modes: readonly Mode[], rows: readonly FaultRow[]]
> = [
	['submit', ['poll', 'none'], SUBMIT_FAULTS],
	['status', ['poll', 'getResult'], STATUS_FAULTS],
	['download', ['poll', 'getResult'], DOWNLOAD_FAULTS],
];

const CELLS: readonly Cell[] = PLACES.flatMap((place) => cellsOf(...place));

/** What is wrong in the cells of each row. */
const problems = new Map<FaultRow, string[]>(CELLS.map(({ row }) => [row, []]));

beforeAll(async () => {
	const { novita } = await tests.scene();
	// Each cell is searched for secrets by itself, so no run has to be kept.
	const scene = new Scene(novita, tests.engine, () => undefined);
	const freeDisk = fillDisk();
	const surprising: Cell[] = [];
	await runAllCells(async (cell) => {
		const { broken, unexpected } = await problemsOf(await runCell(cell, scene));
		problems.get(cell.row)!.push(...broken);
		if (unexpected.length > 0) surprising.push(cell);
	});
	// Where the machine was busy, a deadline may have passed for another reason than the fault.
	await mapWithConcurrency(surprising, REPEATED_CELLS, async (cell) => {
		const again = { ...cell, name: `${cell.name} again` };
		const { broken, unexpected } = await problemsOf(await runCell(again, scene));
		problems.get(cell.row)!.push(...broken, ...unexpected);
	});
	freeDisk();
}, TIME_LIMIT);

/** Runs all cells: those that wait, the slowest first, and at the same time those that do not. */
async function runAllCells(tryCell: (cell: Cell) => Promise<void>): Promise<void> {
	const isSlow = ({ row }: Cell) => Number(row.slow ?? false);
	const waiting = CELLS.filter(({ row }) => row.timeout !== undefined);
	const busy = CELLS.filter(({ row }) => row.timeout === undefined);
	await Promise.all([
		mapWithConcurrency(
			waiting.sort((a, b) => isSlow(b) - isSlow(a)),
			WAITING_CELLS,
			tryCell,
		),
		mapWithConcurrency(busy, BUSY_CELLS, tryCell),
	]);
}

describe.each(PLACES)('a fault of the %s', (_place, _modes, rows) => {
	it.each(rows.map((row) => [row.fault, row] as const))('%s', (_fault, row) => {
		expect(problems.get(row)).toEqual([]);
	});
});
