import type { OnError } from 'n8n-workflow';
import type {
	Behaviour,
	StatusFault,
	SubmitFault,
	VideoFault,
} from '../../novita-standin/standin.cts';
import { wholeBelow, type Random } from '../../unit/random.cts';

/** Faults of a submit, among which chance chooses. */
const SUBMIT_FAULTS: readonly SubmitFault[] = [
	{ kind: 'rateLimit' },
	{ kind: 'rateLimit', retryAfterSeconds: 1 },
	{ kind: 'refuse', reason: 'CREATE_TASK_FAILED' },
	{ kind: 'refuse', reason: 'ILLEGAL_PROMPT' },
	{ kind: 'refuse', reason: 'BILLING_BALANCE_NOT_ENOUGH' },
	{ kind: 'routeNotFound' },
	{ kind: 'gateway', status: 502 },
	{ kind: 'gateway', status: 504, body: 'empty' },
	{ kind: 'html' },
	{ kind: 'reset' },
	{ kind: 'cutAnswer' },
	{ kind: 'uncleanEnd' },
	{ kind: 'oddJson', shape: 'array' },
	{ kind: 'delay', seconds: 0.5 },
];

const STATUS_FAULTS: readonly StatusFault[] = [
	{ kind: 'rateLimit' },
	{ kind: 'gateway', status: 502 },
	{ kind: 'html' },
	{ kind: 'reset' },
	{ kind: 'cutAnswer' },
	{ kind: 'oddJson', shape: 'null' },
	{ kind: 'oddJson', shape: 'wrongTypes' },
	{ kind: 'taskMissing' },
	{ kind: 'lost' },
	{ kind: 'refuse', reason: 'INVALID_API_KEY' },
	{ kind: 'status', status: 'TASK_STATUS_DREAMING' },
	{ kind: 'succeededWithoutUrl' },
	{ kind: 'delay', seconds: 0.5 },
];

const VIDEO_FAULTS: readonly VideoFault[] = [
	{ kind: 'expired' },
	{ kind: 'cutShort' },
	{ kind: 'shorterThanLength' },
	{ kind: 'longerThanLength' },
	{ kind: 'noLength' },
	{ kind: 'redirect' },
	{ kind: 'notVideo' },
	{ kind: 'tooLarge', bytes: 3_000_000 },
	{ kind: 'reset' },
	{ kind: 'gateway', status: 503 },
];

/** One item of a random run. */
export interface RandomItem {
	readonly prompt: string;
	readonly behaviour: Behaviour;
}

/** One random execution: how its node is set, and what its items meet. */
export interface RandomRun {
	readonly items: readonly RandomItem[];
	readonly onError: OnError;
	readonly tries: number;
	readonly waitMode: 'poll' | 'none';
	readonly resubmitUnknown: boolean;
	/** Whether the Retry button is pressed if the run fails. */
	readonly pressesRetry: boolean;
	/** How many tasks may be open at a time. */
	readonly maxConcurrentTasks: number;
}

/** Most items of one run, where the test does not say otherwise. */
const MOST_ITEMS = 7;

/** Chances of things that are not the rule. */
const CHANCE = {
	submitFault: 0.4,
	statusFault: 0.4,
	videoFault: 0.3,
	accepted: 0.5,
	failed: 0.06,
	rare: 0.2,
};

/** Plans runs with a given number of tasks in all. The same random numbers make the same plan. */
export function randomRuns(tasks: number, random: Random, mostItems = MOST_ITEMS): RandomRun[] {
	const runs: RandomRun[] = [];
	for (let planned = 0; planned < tasks; planned += runs.at(-1)!.items.length) {
		const items = Math.min(1 + wholeBelow(mostItems, random), tasks - planned);
		runs.push(randomRun(runs.length, items, random));
	}
	return runs;
}

function randomRun(number: number, items: number, random: Random): RandomRun {
	return {
		items: Array.from({ length: items }, (_, index) => ({
			prompt: `Random run ${number}, item ${index}`,
			behaviour: randomBehaviour(random),
		})),
		onError: one(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'], random),
		tries: one([1, 2, 5], random),
		waitMode: random() < CHANCE.rare ? 'none' : 'poll',
		resubmitUnknown: random() < CHANCE.rare,
		pressesRetry: random() < 0.5,
		maxConcurrentTasks: one([1, 3, 20], random),
	};
}

function randomBehaviour(random: Random): Behaviour {
	const submit = some(SUBMIT_FAULTS, CHANCE.submitFault, random).map((fault) => ({
		...fault,
		accepted: hidesTheTask(fault) && random() < CHANCE.accepted,
	}));
	return {
		seconds: random(),
		ending: random() < CHANCE.failed ? 'failed' : 'succeeded',
		submit,
		status: some(STATUS_FAULTS, CHANCE.statusFault, random),
		video: some(VIDEO_FAULTS, CHANCE.videoFault, random),
	};
}

/** Whether the task may have been created although the answer does not say so. */
function hidesTheTask({ kind }: SubmitFault): boolean {
	return ['gateway', 'html', 'reset', 'cutAnswer', 'oddJson'].includes(kind);
}

/** A fault after another, as long as chance will have it; three at most. */
function some<T>(faults: readonly T[], chance: number, random: Random): T[] {
	const chosen: T[] = [];
	while (chosen.length < 3 && random() < chance) chosen.push(one(faults, random));
	return chosen;
}

function one<T>(choices: readonly T[], random: Random): T {
	return choices[wholeBelow(choices.length, random)];
}
