import type {
	ICredentialTestFunctions,
	ICredentialsDecrypted,
	IExecuteFunctions,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { SUBTITLE, properties } from './description';
import { type Operation, isOperation } from './parameters/operations';
import { SUSPENDED_TOOLTIP } from './parameters/waitModes';

/** Runs the node for all its input items. */
type Execute = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const loadRunItems = async (): Promise<Execute> => (await import('./runItems')).runItems;

/**
 * What runs each operation. n8n reads the description of every node when it starts; what an execution
 * needs is loaded by the first one.
 */
const EXECUTE: Readonly<Record<Operation, () => Promise<Execute>>> = {
	textToVideo: loadRunItems,
	imageToVideo: loadRunItems,
	motionControl: loadRunItems,
	getResult: loadRunItems,
	getBalance: async () => (await import('./account/getBalance')).getBalance,
	getUsage: async () => (await import('./account/getUsage')).getUsage,
};

export class NovitaKling implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Novita AI Kling',
		name: 'novitaKling',
		icon: { light: 'file:novitaKling.svg', dark: 'file:novitaKling.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: SUBTITLE,
		description: 'Make Kling videos from text or images through Novita AI',
		defaults: { name: 'Novita AI Kling' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'novitaApi', required: true, testedBy: 'novitaApiTest' }],
		properties,
		waitingNodeTooltip: SUSPENDED_TOOLTIP,
	};

	methods = {
		credentialTest: {
			async novitaApiTest(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const { testCredential } = await import('./account/testCredential');
				return await testCredential(this, credential);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('isParkedCheck', 0, false)) {
			const { checkSuspendedRun } = await import('./suspend/checkSuspendedRun');
			return [await checkSuspendedRun(this)];
		}
		const operation: unknown = this.getNodeParameter('operation', 0);
		// An operation of a newer version is refused with the other checks of the items.
		const load = isOperation(operation) ? EXECUTE[operation] : loadRunItems;
		const execute = await load();
		return [await execute(this)];
	}
}
