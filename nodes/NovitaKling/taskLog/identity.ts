import { createHash } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

/** Characters of a hash; enough that no two of a project's tasks ever meet. */
const HASH_CHARACTERS = 32;

/** Where the node's context keeps the run index of the execution's first run. */
const FIRST_RUN_KEY = 'novitaKlingFirstRun';

/** Who ordered the tasks of a run, so that a later execution finds them again. */
export interface RunIdentity {
	/**
	 * The run itself. n8n gives an execution a secret resume token before its first node runs and keeps
	 * it in every retry, whatever ended the execution. Empty where n8n has none, or does not show it.
	 */
	readonly runKey: string;
	/** The node, for runs that a user starts by hand; empty for all others. */
	readonly manualKey: string;
	/** Whether the execution is a retry of an earlier one. */
	readonly isRetry: boolean;
}

/** Reads who orders the tasks of this run. */
export function identityOf(context: IExecuteFunctions): RunIdentity {
	const proxy = context.getWorkflowDataProxy(0);
	const mode = context.getMode();
	const node = nodeOf(context);
	const place = `${node}/${runNumberOf(context, Number(proxy.$runIndex))}`;
	const token = resumeTokenIn((proxy.$execution as { resumeUrl?: unknown }).resumeUrl);
	return {
		// Hashed, because the token itself opens the execution's waiting webhook.
		runKey: token && hashOf(`${token}/${place}`),
		manualKey: mode === 'manual' ? hashOf(`${String(context.getWorkflow().id)}/${node}`) : '',
		isRetry: mode === 'retry',
	};
}

/** The node, also after it was given another name. One that was not made in n8n's editor may have no ID. */
function nodeOf(context: IExecuteFunctions): string {
	const { id, name } = context.getNode();
	return id || name;
}

/**
 * Which run of the node this is, from 0. After a crash n8n counts the runs of a retry on from those that
 * it recovers from its event log, but begins with an empty context; so the first run marks the start.
 */
function runNumberOf(context: IExecuteFunctions, runIndex: number): number {
	const nodeContext = context.getContext('node');
	const firstRun = Number(nodeContext[FIRST_RUN_KEY] ?? runIndex);
	nodeContext[FIRST_RUN_KEY] = firstRun;
	return runIndex - firstRun;
}

function resumeTokenIn(resumeUrl: unknown): string {
	if (typeof resumeUrl !== 'string' || !URL.canParse(resumeUrl)) return '';
	return new URL(resumeUrl).searchParams.get('signature') ?? '';
}

function hashOf(content: string): string {
	return createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARACTERS);
}
