import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { properties } from './description';

export class NovitaKling implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Novita AI Kling',
		name: 'novitaKling',
		icon: { light: 'file:novitaKling.svg', dark: 'file:novitaKling.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { textToVideo: "Text to Video", imageToVideo: "Image to Video", motionControl: "Motion Control", getResult: "Get Result", getBalance: "Get Balance" }[$parameter["operation"]] }}',
		description: 'Make Kling videos from text or images through Novita AI',
		defaults: { name: 'Novita AI Kling' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'novitaApi', required: true }],
		properties,
	};

	/** n8n reads the description of every node when it starts; what an execution needs is loaded by the first one. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('isParkedCheck', 0, false)) {
			const { checkParkedVideos } = await import('./suspend/checkSuspendedRun');
			return [await checkParkedVideos(this)];
		}
		if (this.getNodeParameter('operation', 0) === 'getBalance') {
			const { getBalance } = await import('./account/getBalance');
			return [await getBalance(this)];
		}
		const { makeVideos } = await import('./runItems');
		return [await makeVideos(this)];
	}
}
