import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { checkParkedVideos } from './checkParkedVideos';
import { properties } from './description';
import { getBalance } from './getBalance';
import { makeVideos } from './makeVideos';

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

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('isParkedCheck', 0, false)) return [await checkParkedVideos(this)];
		if (this.getNodeParameter('operation', 0) === 'getBalance') return [await getBalance(this)];
		return [await makeVideos(this)];
	}
}
