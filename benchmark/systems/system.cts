import type { IConnections, INodeCredentials } from 'n8n-workflow';
import type { NodeDraft } from '../../test/server/fixture/workflowDraft.cts';
import type { StandInAddresses } from '../peers-standin/jobs.cts';

/** What the workflows are built with. */
export interface Wiring {
	readonly addresses: StandInAddresses;
	/** The credentials that were created in n8n, by their type. */
	readonly credentials: INodeCredentials;
}

/** How a job is run. */
export interface JobSettings {
	/** The setting Retry On Fail of the nodes that talk to a service: three tries. */
	readonly retryOnFail?: boolean;
	/** The option of this project's node; its default where left out. */
	readonly maxConcurrentTasks?: number;
	/** Whether the tasks are finished when they are first asked for, so that waiting is no part of it. */
	readonly isFinishedAtOnce?: boolean;
}

/** The nodes between the items that come in and the files that go out. */
export interface VideoNodes {
	readonly nodes: NodeDraft[];
	/** Each node feeds the next one where left out; the first one gets the items. */
	readonly connections?: IConnections;
	/** The node whose output holds the files. */
	readonly output: string;
}

/** A way to make videos in n8n. */
export interface System {
	readonly id: SystemId;
	/** As the report calls it. */
	readonly name: string;
	/** Whether it works on one item after the other, so that many items take very long. */
	readonly isSequential: boolean;
	/** The prompt of an item is the name of its job. */
	readonly build: (wiring: Wiring, settings: JobSettings) => VideoNodes;
}

/** The ways that are compared. */
export type SystemId = 'thisNode' | 'minimax' | 'openai' | 'httpWait5' | 'httpWait30';

/** The prompt of each item, as an expression of n8n. */
export const PROMPT = '={{ $json.prompt }}';

/** Retry On Fail as its user sets it: n8n's default number of tries, and its default pause. */
export function retrySettings({ retryOnFail }: JobSettings): Partial<NodeDraft> {
	return retryOnFail ? { retryOnFail, maxTries: 3, waitBetweenTries: 1000 } : {};
}
