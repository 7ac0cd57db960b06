import { findLeaks } from '../leaks.cts';
import { API_KEY } from '../setup.cts';
import { triesOf, type CellRun } from './cell.cts';
import { itemEnds, partialFiles, runFailure, type Failure, type ItemEnd } from './endings.cts';
import type { ByTries, Ending } from './faultRow.cts';

/** Checks one thing that must hold; gives a line for each violation. */
type Check = (ran: CellRun) => Promise<string[]> | string[];

/** What must hold however slow the machine is. */
const PROMISES: readonly Check[] = [paidOnce, everyTaskIsDeliveredOrNamed, noPartialFile, noSecret];

/** What must hold unless the machine was too slow to answer before an item's deadline. */
const EXPECTATIONS: readonly Check[] = [
	nothingHangs,
	paidAsExpected,
	faultyItemEndsAsExpected,
	othersAreNotHarmed,
];

/** What is wrong with a cell, one line each. */
export interface Problems {
	/** Promises of the node that it broke. */
	readonly broken: string[];
	/** Other endings than the row expects. */
	readonly unexpected: string[];
}

/** Checks a cell that has been run. */
export async function problemsOf(ran: CellRun): Promise<Problems> {
	const violations = async (checks: readonly Check[]) => {
		const found = await Promise.all(checks.map(async (check) => await check(ran)));
		return found.flat().map((problem) => `${ran.cell.name}: ${problem}`);
	};
	return { broken: await violations(PROMISES), unexpected: await violations(EXPECTATIONS) };
}

function nothingHangs({ hung, seconds }: CellRun): string[] {
	return hung ? [`still running after ${seconds} s`] : [];
}

/** The column for the number of times that n8n runs the node. */
function expected<T>(column: ByTries<T>, { cell }: CellRun): T {
	return column[triesOf(cell) === 1 ? 0 : 1];
}

function endingOf(ran: CellRun): Ending {
	const { row, mode } = ran.cell;
	const ending = mode === 'getResult' ? (row.getResultEnding ?? row.ending) : row.ending;
	return expected(ending, ran);
}

/** Never more payments than the row expects, and no request of unknown outcome is repeated. */
function paidOnce(ran: CellRun): string[] {
	const { faulty, taskIds, submits } = ran;
	const paid = paymentsOf(ran);
	const most = expectedPayments(ran);
	const isRepeated = endingOf(ran) === 'unknownOutcome' && submits > 1;
	return [
		...(paid > most ? [`paid ${paid} times, not ${most}`] : []),
		...othersOf(ran)
			.filter((index) => taskIds[index].length > 1)
			.map((index) => `item ${index}, which met no fault, was paid more than once`),
		...(isRepeated ? [`item ${faulty}, of unknown outcome, was sent ${submits} times`] : []),
	];
}

function paidAsExpected(ran: CellRun): string[] {
	const paid = paymentsOf(ran);
	const wanted = expectedPayments(ran);
	return paid < wanted ? [`paid ${paid} times, not ${wanted}`] : [];
}

function paymentsOf({ cell, faulty, taskIds }: CellRun): number {
	return cell.mode === 'getResult' ? 0 : taskIds[faulty].length;
}

function expectedPayments(ran: CellRun): number {
	return ran.cell.mode === 'getResult' ? 0 : expected(ran.cell.row.paid, ran);
}

function othersOf({ cell, faulty }: CellRun): number[] {
	return [...Array(cell.items).keys()].filter((index) => index !== faulty);
}

async function faultyItemEndsAsExpected(ran: CellRun): Promise<string[]> {
	const { cell, faulty, run } = ran;
	const ending = endingOf(ran);
	const end = itemEnds(run, cell.items)[faulty];
	if (ending === 'delivered' || ending === 'unfinished') {
		return await arrived(ran, faulty, end, ending);
	}
	const isStopped = cell.onError === 'stopWorkflow';
	const failure = isStopped ? runFailure(run) : end.failure;
	const status = isStopped ? 'error' : 'success';
	return [
		...(run.status === status ? [] : [`the run's status is ${run.status}, not ${status}`]),
		...(failure ? failsAsExpected(failure, ending, ran) : [`no ${ending}, but ${shown(end)}`]),
	];
}

function failsAsExpected(failure: Failure, ending: Ending, ran: CellRun): string[] {
	const { kind, text } = failure;
	const { says } = ran.cell.row;
	const claimsUnpaid = /nothing was paid/i.test(text);
	const isPaid = ran.taskIds[ran.faulty].length > 0 || ending === 'unknownOutcome';
	return [
		...(kind === ending ? [] : [`ended as ${kind}, not as ${ending}: ${text}`]),
		...(says && !says.test(text) ? [`the message does not say ${says}: ${text}`] : []),
		...(isPaid && claimsUnpaid ? [`the message denies a payment: ${text}`] : []),
	];
}

async function arrived(
	ran: CellRun,
	index: number,
	{ item, failure }: ItemEnd,
	how: 'delivered' | 'unfinished' = 'delivered',
): Promise<string[]> {
	const taskId = ran.taskIds[index].at(-1);
	if (!item || failure) {
		return [`item ${index} not ${how}: ${failure?.text ?? ran.run.errorText}`];
	}
	const { json, binary } = item;
	const hasFile = how === 'delivered' && ran.cell.mode !== 'none';
	const isSame = json.taskId === taskId;
	return [
		...(isSame
			? []
			: [`item ${index} has task ${String(json.taskId)} and not ${taskId ?? 'none'}`]),
		...(hasFile === (binary?.data !== undefined) ? [] : [`item ${index}: file ${!hasFile}`]),
		...(hasFile &&
		binary?.data &&
		taskId &&
		!(await ran.scene.isVideoOf(taskId, ran.run, binary.data))
			? [`item ${index} has another file than Novita's`]
			: []),
	];
}

/** The items without a fault are delivered, unless the faulty one stopped the run. */
async function othersAreNotHarmed(ran: CellRun): Promise<string[]> {
	const { cell, run } = ran;
	const isStopped = cell.onError === 'stopWorkflow' && run.status === 'error';
	if (isStopped || cell.row.unreachable || cell.row.fullDisk) return [];
	const ends = itemEnds(run, cell.items);
	const found = othersOf(ran).map(async (index) => await arrived(ran, index, ends[index]));
	return (await Promise.all(found)).flat();
}

/** The last task of each item is delivered or named, or its outcome is reported as unknown. */
function everyTaskIsDeliveredOrNamed(ran: CellRun): string[] {
	const ends = itemEnds(ran.run, ran.cell.items);
	const stopped = runFailure(ran.run);
	return ends.flatMap(({ item, failure: ownFailure }, index) => {
		const taskId = ran.taskIds[index].at(-1);
		const failure = ownFailure ?? stopped;
		if (!taskId || item?.json.taskId === taskId) return [];
		const isUnknown = failure?.kind === 'unknownOutcome' && index === ran.faulty;
		if (isUnknown || failure?.text.includes(taskId)) return [];
		return [
			`task ${taskId} of item ${index} is neither delivered nor named: ${failure?.text ?? ''}`,
		];
	});
}

async function noPartialFile({ run, scene, taskIds }: CellRun): Promise<string[]> {
	return await partialFiles(await run.leftoverFiles(), taskIds.flat(), scene);
}

function noSecret({ run }: CellRun): string[] {
	return findLeaks(API_KEY, [run], []);
}

function shown({ item, failure }: ItemEnd): string {
	return failure ? `${failure.kind}: ${failure.text}` : JSON.stringify(item?.json);
}
