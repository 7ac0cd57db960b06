import { createHash } from 'node:crypto';
import axios from 'axios';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { FINAL_STATUSES, type Execution, type ExecutionSummary } from '../fixture/execution.cts';
import { waitFor } from '../fixture/waitFor.cts';
import { KLING, outputOf, type Lab } from '../setup.cts';
import { webhook } from '../taskLog/production.cts';

const WEBHOOK = 'Webhook';

/** An execution that waits for another one is suspended until the end of this year. */
const PARENT_IS_SUSPENDED = /^2999-/;

/** Several rounds of a minute, and the minute and a half after which n8n notices a dead worker. */
const END_LIMIT_MS = 5 * 60_000;

/** Each check reads a hundred executions from the database that all workers use. */
const CHECK_INTERVAL_MS = 1000;

/** The last jobs and the last stack trace. */
const LOG_TAIL_CHARACTERS = 6000;

/** The parameters with which the node under test collects the task whose ID is the call's text. */
export const COLLECT: INodeParameters = {
	operation: 'getResult',
	taskId: '={{ $json.body.text }}',
};

/** A workflow in production: each call of its webhook starts an execution with a text, and is answered at once. */
export class Production {
	private constructor(
		private readonly lab: Lab,
		private readonly path: string,
		readonly workflowId: string,
	) {}

	/**
	 * Saves and publishes the workflow.
	 *
	 * @param name also the path of its webhook
	 * @param parameters of the node under test, for which `$json.body.text` is the call's text
	 */
	static async publish(lab: Lab, name: string, parameters: INodeParameters): Promise<Production> {
		const node = lab.kling({ prompt: '={{ $json.body.text }}', ...parameters });
		const workflowId = await lab.n8n.createWorkflow({ name, nodes: [webhook(name), node] });
		await lab.n8n.activate(workflowId);
		return new Production(lab, name, workflowId);
	}

	/** Starts one execution for each text, all at the same time. */
	async start(texts: readonly string[]): Promise<void> {
		const url = this.lab.n8n.webhookUrl(this.path);
		await Promise.all(texts.map(async (text) => await axios.post(url, { text })));
	}

	/** Waits until so many executions are suspended at the same time. */
	async waitUntilSuspended(count: number): Promise<void> {
		await waitFor(
			async () => {
				const waiting = await this.summaries();
				const parents = waiting.filter(
					({ status, waitTill }) =>
						status === 'waiting' && PARENT_IS_SUSPENDED.test(String(waitTill)),
				);
				return parents.length === count || undefined;
			},
			{
				what: `${count} executions of ${this.path} to wait at the same time`,
				limitMs: END_LIMIT_MS,
				describe: this.describe,
			},
		);
	}

	/**
	 * Waits until all executions have ended, with the sub-workflows that they waited in.
	 *
	 * @param count how many were started
	 * @returns those that were started, in no order
	 */
	async ended(count: number): Promise<Execution[]> {
		const started = await waitFor(
			async () => {
				const all = await this.summaries();
				const own = all.filter(({ mode }) => mode === 'webhook');
				const isOver = all.every(({ status }) => FINAL_STATUSES.includes(status));
				return isOver && own.length === count ? own : undefined;
			},
			{
				what: `${count} executions of ${this.path} to end`,
				limitMs: END_LIMIT_MS,
				intervalMs: CHECK_INTERVAL_MS,
				describe: this.describe,
			},
		);
		return await Promise.all(started.map(async ({ id }) => await this.lab.n8n.execution(id)));
	}

	private async summaries(): Promise<ExecutionSummary[]> {
		return await this.lab.n8n.executions({ workflowId: this.workflowId });
	}

	private readonly describe = (): string => this.lab.n8n.logs.slice(-LOG_TAIL_CHARACTERS);
}

/** The text that an execution was started with. */
export function textOf(execution: Execution): string {
	return String(
		(outputOf(execution, WEBHOOK)[0]?.json.body as { text?: string } | undefined)?.text,
	);
}

/** The one item that the node under test gave out. */
export function videoItemOf(execution: Execution): INodeExecutionData {
	const items = outputOf(execution, KLING);
	expect(items).toHaveLength(1);
	return items[0];
}

/** Expects that an execution ended well with the video of a task, and that n8n's main hands out the file. */
export async function expectVideo(lab: Lab, execution: Execution, taskId: string): Promise<void> {
	expect(execution.status).toBe('success');
	const { json, binary } = videoItemOf(execution);
	expect(json).toMatchObject({ taskId, status: 'succeeded' });
	expect(binary?.data.id).toMatch(/^database:/);
	const content = await lab.n8n.binaryFile(binary!.data);
	expect(createHash('sha256').update(content).digest('hex')).toBe(lab.videoHash(taskId));
}
