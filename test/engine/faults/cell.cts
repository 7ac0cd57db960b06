import type { INodeExecutionData, OnError } from 'n8n-workflow';
import type { EngineRun } from '../harness/engine.cts';
import { kling, RETRY_ON_FAIL, type Scene, type SceneOptions } from '../setup.cts';
import type { FaultRow, Mode } from './faultRow.cts';
import { FULL_DISK_WORKFLOW } from './fullDisk.cts';

/** One cell of the matrix: a fault, and the settings of the node that meets it. */
export interface Cell {
	readonly row: FaultRow;
	readonly mode: Mode;
	readonly retries: boolean;
	readonly onError: OnError;
	readonly items: number;
	/** Unique among all cells; its prompts begin with it. */
	readonly name: string;
}

/** A cell that has been run. */
export interface CellRun {
	readonly cell: Cell;
	readonly run: EngineRun;
	readonly scene: Scene;
	/** The item that meets the fault. */
	readonly faulty: number;
	/** IDs of each item's tasks: those that it paid for, or the one that it was given. */
	readonly taskIds: ReadonlyArray<readonly string[]>;
	/** How many submits of the faulty item were sent. */
	readonly submits: number;
	/** Whether it had to be stopped because it took too long. */
	readonly hung: boolean;
	readonly seconds: number;
}

const SETTINGS: ReadonlyArray<Pick<Cell, 'retries' | 'onError' | 'items'>> = [false, true].flatMap(
	(retries) =>
		(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).flatMap((onError) =>
			[1, 3].map((items) => ({ retries, onError, items })),
		),
);

/** The settings with which a fault is tried that makes the node wait very long. */
const FEW_SETTINGS: typeof SETTINGS = [
	{ retries: false, onError: 'stopWorkflow', items: 1 },
	{ retries: false, onError: 'continueErrorOutput', items: 3 },
];

/**
 * Faults of one kind are alike, so each row has every third of the settings, and the next row the
 * next third: together they have all, in a third of the time. With FULL_MATRIX set each row has all.
 */
const SHARES = process.env.FULL_MATRIX ? 1 : 3;

/** All cells of a place's rows, in the modes that can meet their faults. */
export function cellsOf(place: string, modes: readonly Mode[], rows: readonly FaultRow[]): Cell[] {
	return rows.flatMap((row, rowIndex) => {
		const share = SETTINGS.filter((_, index) => (index + rowIndex) % SHARES === 0);
		const used = row.modes ?? (row.slow ? modes.slice(0, 1) : modes);
		return used.flatMap((mode) =>
			(row.slow ? FEW_SETTINGS : share).map((setting) => {
				const { retries, onError, items } = setting;
				const how = `${mode}, ${retries ? '5 tries' : '1 try'}, ${onError}, items ${items}`;
				return { row, mode, ...setting, name: `${place}: ${row.fault} [${how}]` };
			}),
		);
	});
}

/** Seconds of the option Timeout where no fault needs a short one. */
const LONG_TIMEOUT = 60;

const SECONDS_IN_A_MINUTE = 60;

/** Megabytes; the stand-in's own videos have a fraction of it. */
const MAX_DOWNLOAD_SIZE = 1;

const OPTIONS = {
	timeout: '={{ $json.timeout }}',
	pollInterval: 1,
	maxDownloadSize: MAX_DOWNLOAD_SIZE,
};

const PARAMETERS: Readonly<Record<Mode, object>> = {
	poll: { prompt: '={{ $json.prompt }}' },
	none: { prompt: '={{ $json.prompt }}', waitMode: 'none' },
	getResult: { operation: 'getResult', taskId: '={{ $json.taskId }}' },
};

/** Seconds that one try may take where a row does not say otherwise. */
const SECONDS_A_TRY = 12;

/** Seconds on top for a machine that runs a hundred other cells. */
const EXTRA_SECONDS = 20;

/** How often n8n runs the node: an error in item 0 counts as a failed try for n8n, too. */
export function triesOf({ retries, onError, items }: Cell): number {
	return retries && (onError === 'stopWorkflow' || items === 1) ? RETRY_ON_FAIL.maxTries : 1;
}

/** Runs one cell; the middle item meets the fault, the others none. */
export async function runCell(cell: Cell, scene: Scene): Promise<CellRun> {
	const { row, name, items } = cell;
	const faulty = Math.floor(items / 2);
	const prompts = Array.from({ length: items }, (_, index) => `${name} item ${index}`);
	scene.novita.behave({ prompt: prompts[faulty] }, row.behaviour);
	const givenTaskIds = cell.mode === 'getResult' ? addTasks(cell, faulty, scene) : [];
	const input = prompts.map((prompt, index) =>
		inputItem(prompt, givenTaskIds[index], index === faulty ? row.timeout : undefined),
	);
	const startedAt = Date.now();
	const started = scene.start(workflowOf(cell), { input, ...credentialOf(cell, scene) });
	let hung = false;
	const limit = triesOf(cell) * (row.seconds ?? SECONDS_A_TRY) + EXTRA_SECONDS;
	const stop = setTimeout(() => {
		hung = true;
		started.cancel();
	}, limit * 1000);
	const run = await started.result;
	clearTimeout(stop);
	const seconds = (Date.now() - startedAt) / 1000;
	const taskIds = prompts.map((prompt, index) =>
		cell.mode === 'getResult' ? [givenTaskIds[index]] : paidTasks(prompt, scene),
	);
	const submits = submitsOf(prompts[faulty], scene);
	return { cell, run, scene, faulty, taskIds, submits, hung, seconds };
}

function paidTasks(prompt: string, { novita }: Scene): string[] {
	return novita.tasks.filter(({ body }) => body.prompt === prompt).map(({ taskId }) => taskId);
}

function submitsOf(prompt: string, { novita }: Scene): number {
	const promptOf = (body: unknown) => (body as { prompt?: string } | undefined)?.prompt;
	return novita.requestsTo('submit').filter(({ body }) => promptOf(body) === prompt).length;
}

function addTasks({ row, items }: Cell, faulty: number, scene: Scene): string[] {
	return Array.from({ length: items }, (_, index) =>
		scene.novita.addTask(index === faulty ? { behaviour: row.behaviour } : {}),
	);
}

function inputItem(
	prompt: string,
	taskId: string | undefined,
	timeout = LONG_TIMEOUT,
): INodeExecutionData {
	return { json: { prompt, taskId, timeout: timeout / SECONDS_IN_A_MINUTE } };
}

function workflowOf({ mode, retries, onError, row }: Cell) {
	const retry = retries && RETRY_ON_FAIL;
	const parameters = { ...PARAMETERS[mode], options: OPTIONS };
	const id = row.fullDisk && { id: `${FULL_DISK_WORKFLOW}-${++workflows}` };
	return { ...id, nodes: [kling(parameters, { onError, ...retry })] };
}

let workflows = 0;

/** Nothing listens on this port: it is reserved and unused. */
const CLOSED_PORT = 'http://127.0.0.1:1';

function credentialOf({ row }: Cell, { credential }: Scene): SceneOptions {
	return row.unreachable ? { credential: { ...credential, baseUrl: CLOSED_PORT } } : {};
}
