/**
 * A stand-in for Novita AI: real HTTP servers that follow the documents to the letter, and that
 * misbehave on request. Three origins, so that a key which goes to the wrong one is seen:
 * the API, the host of the videos, and a third host where redirects lead.
 */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createApiServer } from './apiServer.cts';
import type { AnswerFault, Behaviour, Faults, Match } from './faults.cts';
import type { AcceptedForms, ImageForm } from './imageCheck.cts';
import { SUBMIT_PREFIX } from './pages.cts';
import { waitUntil, type RecordedRequest, type RequestKind } from './recording.cts';
import { StandInState, type Balance, type StandInOptions } from './state.cts';
import type { StandInTask } from './tasks.cts';
import type { Bill } from './usageRoute.cts';
import { createOtherServer, createVideoServer } from './videoServer.cts';
import { videoFileOf } from './videos.cts';

export type * from './faults.cts';
export { DOCUMENTED_REASONS } from './errors.cts';
export type { RecordedRequest, RequestKind } from './recording.cts';
export type { Balance, StandInOptions } from './state.cts';
export type { StandInTask } from './tasks.cts';
export type { Bill } from './usageRoute.cts';
export { generatedVideo } from './videos.cts';

/** A task that is there already; what is left out is that of an ordinary, finished task. */
export interface AddedTask {
	readonly taskId?: string;
	/** The model's name in the documents; `kling-v2.1-t2v-master` by default. */
	readonly model?: string;
	readonly body?: Readonly<Record<string, unknown>>;
	/** `seconds` is 0 by default: the task has ended. */
	readonly behaviour?: Behaviour;
}

const HOST = '127.0.0.1';
const ANY_PORT = 0;
const DEFAULT_TASK = { model: 'kling-v2.1-t2v-master', body: { prompt: 'A task made before' } };

async function listen(app: FastifyInstance, port = ANY_PORT): Promise<string> {
	await app.listen({ host: HOST, port });
	return `http://${HOST}:${(app.server.address() as AddressInfo).port}`;
}

/** A running stand-in. */
export class StandIn {
	private refusing = false;

	/** Use `startStandIn`. */
	constructor(
		private readonly state: StandInState,
		private readonly api: FastifyInstance,
		private readonly others: readonly FastifyInstance[],
	) {}

	/** Base URL of the API, without a slash at its end. */
	get url(): string {
		return this.state.origins.api;
	}

	/** Origin of the host of the videos. */
	get videoOrigin(): string {
		return this.state.origins.video;
	}

	/** Origin of the third host, where redirects lead. */
	get otherOrigin(): string {
		return this.state.origins.other;
	}

	/** The key that is accepted. */
	get apiKey(): string {
		return this.state.apiKey;
	}

	/** Every request to any of the servers, in order of arrival. */
	get requests(): readonly RecordedRequest[] {
		return this.state.recording.requests;
	}

	/** Every task that a submit created, that is: every payment, in order. */
	get tasks(): readonly StandInTask[] {
		return this.state.tasks.paid;
	}

	/** Requests of one kind; `video` includes those that were redirected to the third host. */
	requestsTo(kind: RequestKind): RecordedRequest[] {
		return this.requests.filter((request) => request.kind === kind);
	}

	/** A task by its ID, paid or added. */
	task(taskId: string): StandInTask | undefined {
		return this.state.tasks.find(taskId);
	}

	/** The file that is served as a task's video, for comparing byte by byte. */
	videoFile(taskId: string): string {
		const task = this.task(taskId);
		if (task === undefined) throw new Error(`The stand-in has no task ${taskId}`);
		return videoFileOf(task);
	}

	/** Sets how submits that match, and their tasks, behave; of several rules the latest counts. */
	behave(match: Match, behaviour: Behaviour): void {
		this.state.addRule(match, behaviour);
	}

	/** Sets how submits behave that no rule matches. */
	setDefault(behaviour: Behaviour): void {
		this.state.setDefault(behaviour);
	}

	/**
	 * Adds a task without a submit, so without a payment.
	 *
	 * @returns its ID
	 */
	addTask({ taskId, model, body, behaviour = {} }: AddedTask = {}): string {
		const added = this.state.tasks.create({
			taskId,
			path: `${SUBMIT_PREFIX}${model ?? DEFAULT_TASK.model}`,
			body: body ?? DEFAULT_TASK.body,
			behaviour,
			seconds: behaviour.seconds ?? 0,
			paid: false,
		});
		return added.taskId;
	}

	/** Ends a task now, however long it was to take. @throws Error where there is no such task */
	endTask(taskId: string): void {
		this.state.tasks.end(taskId);
	}

	/** Changes the balance; units of 0.0001 USD, as strings. */
	setBalance(balance: Partial<Balance>): void {
		this.state.balance = { ...this.state.balance, ...balance };
	}

	/** Sets in which forms images are taken; any other is refused before a task is made. */
	acceptImages(forms: readonly ImageForm[], reason?: AcceptedForms['reason']): void {
		this.state.acceptedForms = { forms, reason };
	}

	/**
	 * Lets files at a host be opened by their addresses.
	 *
	 * @param host as addresses have it, e.g. `n8n.example.com`
	 * @param origin where it is really found, e.g. `http://127.0.0.1:5678`
	 */
	findHost(host: string, origin: string): void {
		this.state.hosts.set(host, origin);
	}

	/** Sets the faults of the next requests for the balance. */
	setBalanceFaults(faults: Faults<AnswerFault>): void {
		this.state.setBalanceFaults(faults);
	}

	/** Sets what Novita has billed. */
	setBills(bills: readonly Bill[]): void {
		this.state.bills = bills;
	}

	/** Sets the faults of the next requests for the usage. */
	setUsageFaults(faults: Faults<AnswerFault>): void {
		this.state.setUsageFaults(faults);
	}

	/** Changes the key that is accepted, as when a user revokes one. */
	setApiKey(apiKey: string): void {
		this.state.apiKey = apiKey;
	}

	/** Closes the API's port: open connections end, new ones are refused. */
	refuseConnections(): void {
		this.refusing = true;
		this.api.server.close();
		this.api.server.closeAllConnections();
	}

	/** Opens the API's port again. */
	async acceptConnections(): Promise<void> {
		if (!this.refusing) return;
		this.refusing = false;
		await new Promise<void>((resolve, reject) => {
			this.api.server.once('error', reject);
			this.api.server.listen(Number(new URL(this.url).port), HOST, resolve);
		});
	}

	/** Forgets requests, tasks and behaviours; key and balance are as at the start. */
	reset(): void {
		this.state.reset();
	}

	/**
	 * Waits until a condition holds.
	 *
	 * @throws Error when the limit has passed
	 */
	async waitFor(
		condition: (standIn: StandIn) => boolean,
		limitMilliseconds: number,
	): Promise<void> {
		const holds = () => condition(this);
		await waitUntil(this.state.recording, holds, limitMilliseconds, condition.toString());
	}

	/** Stops all servers and ends every connection, hanging ones too. */
	async close(): Promise<void> {
		await this.acceptConnections();
		await Promise.all([this.api, ...this.others].map(async (app) => await app.close()));
	}
}

/** Starts a stand-in for Novita on 127.0.0.1. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
	const state = new StandInState(options);
	const api = createApiServer(state);
	const video = createVideoServer(state);
	const other = createOtherServer(state);
	state.origins = {
		api: await listen(api, options.port),
		video: await listen(video),
		other: await listen(other),
	};
	return new StandIn(state, api, [video, other]);
}
