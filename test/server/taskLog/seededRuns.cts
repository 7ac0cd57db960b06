import axios from 'axios';
import type { RandomRun } from '../../engine/faults/seededPlan.cts';
import { wholeBelow, type Random } from '../../unit/random.cts';
import type { ExecutionSummary } from '../fixture/execution.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { OFTEN, type Lab } from '../setup.cts';
import { publish } from './production.cts';

/** Minutes of the option Timeout. */
const TIMEOUT = 2;

/** Seconds of the longest task: executions end in the middle of many. */
const LONGEST_TASK = 15;

/** How often an execution is retried that ends without success. */
const MOST_RETRIES = 4;

/** Milliseconds in which all executions have to end. */
const END_LIMIT_MS = 10 * 60_000;

/** Random runs in production, which are ended in the middle of their work and retried. */
export class SeededRuns {
	/** Paths of the webhooks, by the settings of the node. */
	private readonly workflows = new Map<string, { id: string; path: string }>();
	/** How often each execution was retried. */
	private readonly retries = new Map<string, number>();
	private readonly retrying = new Map<string, Promise<void>>();
	/** When n8n ended, in milliseconds since 1970. */
	readonly endedAt: number[] = [];

	constructor(
		private readonly lab: Lab,
		private readonly random: Random,
	) {}

	/** Starts runs, all of them at once. */
	async start(plans: readonly RandomRun[]): Promise<void> {
		for (const { prompt, behaviour } of plans.flatMap(({ items }) => items)) {
			const seconds = (behaviour.seconds ?? 0) * LONGEST_TASK;
			this.lab.novita.behave({ prompt }, { ...behaviour, seconds });
		}
		for (const plan of plans) {
			const { path } = await this.workflowOf(plan);
			const prompts = plan.items.map(({ prompt }) => ({ prompt }));
			const { maxConcurrentTasks } = plan;
			await axios.post(this.lab.n8n.webhookUrl(path), { prompts, maxConcurrentTasks });
		}
	}

	/** Retries each execution that has ended without success, as long as it was not retried too often. */
	async retryWhatEnded(): Promise<void> {
		const executions = await this.executions();
		const done = new Set(
			executions.flatMap(({ id, status, retryOf }) =>
				status === 'success' ? [retryOf ?? id] : [],
			),
		);
		for (const { id, mode, status } of executions) {
			const count = this.retries.get(id) ?? 0;
			const hasFailed = ['error', 'crashed', 'canceled'].includes(status);
			const isDue = mode === 'webhook' && hasFailed && !done.has(id) && count < MOST_RETRIES;
			if (!isDue || this.retrying.has(id)) continue;
			this.retries.set(id, count + 1);
			const retry = this.lab.n8n.retryExecution(id).then(
				() => undefined,
				// n8n ended meanwhile.
				() => undefined,
			);
			this.retrying.set(
				id,
				retry.finally(() => this.retrying.delete(id)),
			);
		}
	}

	/** Waits until some more tasks are paid, or for a few seconds. */
	async goOn(tasks: number): Promise<void> {
		const wanted = this.lab.novita.tasks.length + wholeBelow(tasks, this.random);
		const limitMs = 5_000 + wholeBelow(10_000, this.random);
		await this.lab.novita
			.waitFor(() => this.lab.novita.tasks.length >= wanted, limitMs)
			.catch(() => undefined);
	}

	/** Ends n8n and starts it again, or stops half of what runs. @returns how */
	async disturb(how: 'kill -9' | 'SIGTERM' | 'Stop'): Promise<void> {
		if (how === 'Stop') {
			const running = (await this.executions()).filter(isRunning);
			const stopped = running.filter(() => this.random() < 0.5);
			await Promise.allSettled(stopped.map(async ({ id }) => await this.lab.n8n.stopExecution(id)));
			return;
		}
		if (how === 'kill -9') await this.lab.n8n.kill();
		else await this.lab.n8n.terminate();
		this.endedAt.push(Date.now());
		await this.lab.n8n.restart();
	}

	/** Lets everything end, and retries what failed until a retry changes nothing any more. */
	async finish(): Promise<void> {
		do {
			await this.retryWhatEnded();
			await Promise.all(this.retrying.values());
			await waitFor(async () => !(await this.executions()).some(isRunning) || undefined, {
				what: 'all executions to end',
				limitMs: END_LIMIT_MS,
				describe: () => this.lab.n8n.logs.slice(-3000),
			});
			await this.retryWhatEnded();
		} while (this.retrying.size > 0);
	}

	/** The executions that were started or retried. */
	async executions(): Promise<ExecutionSummary[]> {
		const lists = [...this.workflows.values()].map(
			async ({ id: workflowId }) => await this.lab.n8n.executions({ workflowId }),
		);
		const all = (await Promise.all(lists)).flat();
		return all.filter(({ mode }) => mode === 'webhook' || mode === 'retry');
	}

	/** A workflow whose node has settings that no expression can give; the call gives all others. */
	private async workflowOf({ onError, tries, waitMode }: RandomRun) {
		const path = `${onError}-${tries}-${waitMode}`;
		const existing = this.workflows.get(path);
		if (existing) return existing;
		const split = {
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.prompts' },
		};
		const node = this.lab.kling(
			{
				waitMode,
				options: {
					...OFTEN,
					timeout: TIMEOUT,
					maxDownloadSize: 1,
					maxConcurrentTasks: "={{ $('Webhook').first().json.body.maxConcurrentTasks }}",
				},
			},
			{ onError, retryOnFail: tries > 1, maxTries: tries, waitBetweenTries: 0 },
		);
		const { workflowId: id } = await publish(this.lab, path, [split, node]);
		const workflow = { id, path };
		this.workflows.set(path, workflow);
		return workflow;
	}
}

const isRunning = ({ status }: ExecutionSummary): boolean =>
	['new', 'running', 'waiting'].includes(status);
