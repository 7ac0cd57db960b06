import { Scene, useKling } from '../setup.cts';
import { cellsOf, runCell, type Cell } from './cell.cts';
import { problemsOf } from './cellChecks.cts';
import { DOWNLOAD_FAULTS } from './downloadFaults.cts';
import type { FaultRow, Way } from './faultRow.cts';
import { fillDisk } from './fullDisk.cts';
import { useLegacyExpressions } from './legacyExpressions.cts';
import { sideBySide } from './sideBySide.cts';
import { STATUS_FAULTS } from './statusFaults.cts';
import { SUBMIT_FAULTS } from './submitFaults.cts';

const tests = useKling();
useLegacyExpressions();

/**
 * Cells that run at a time. Those with a short deadline mostly wait. The others are all work, and
 * more of them would keep the first ones from being answered before their deadline.
 */
const WAITING_AT_A_TIME = 100;
const WORKING_AT_A_TIME = 24;

/** Cells that are tried again at a time, after all others. */
const FEW_AT_A_TIME = 24;

/** Milliseconds after which the matrix is given up; on an idle machine it takes a fraction. */
const TIME_LIMIT = 900_000;

/** Where a fault is met, and the ways of the node that lead past there. */
const PLACES: ReadonlyArray<
	readonly [place: string, ways: readonly Way[], rows: readonly FaultRow[]]
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
	// Each cell is searched for secrets by itself, and then let go.
	const scene = new Scene(novita, tests.engine, () => undefined);
	const makeRoom = fillDisk();
	const surprising: Cell[] = [];
	await sideBySideByKind(async (cell) => {
		const { broken, unexpected } = await problemsOf(await runCell(cell, scene));
		problems.get(cell.row)!.push(...broken);
		if (unexpected.length > 0) surprising.push(cell);
	});
	// Where the machine was busy, a deadline may have passed for another reason than the fault.
	await sideBySide(surprising, FEW_AT_A_TIME, async (cell) => {
		const again = { ...cell, name: `${cell.name} again` };
		const { broken, unexpected } = await problemsOf(await runCell(again, scene));
		problems.get(cell.row)!.push(...broken, ...unexpected);
	});
	makeRoom();
}, TIME_LIMIT);

/** Runs all cells: those that wait, those that wait longest first, and beside them those that work. */
async function sideBySideByKind(tryCell: (cell: Cell) => Promise<void>): Promise<void> {
	const isSlow = ({ row }: Cell) => Number(row.slow ?? false);
	const waiting = CELLS.filter(({ row }) => row.timeout !== undefined);
	const working = CELLS.filter(({ row }) => row.timeout === undefined);
	await Promise.all([
		sideBySide(
			waiting.sort((a, b) => isSlow(b) - isSlow(a)),
			WAITING_AT_A_TIME,
			tryCell,
		),
		sideBySide(working, WORKING_AT_A_TIME, tryCell),
	]);
}

describe.each(PLACES)('a fault of the %s', (_place, _ways, rows) => {
	it.each(rows.map((row) => [row.fault, row] as const))('%s', (_fault, row) => {
		expect(problems.get(row)).toEqual([]);
	});
});
