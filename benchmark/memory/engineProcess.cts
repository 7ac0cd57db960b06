/** Runs the node in n8n's engine and measures the memory of this process, which does nothing else. */
import { readFile } from 'node:fs/promises';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { startEngine, type Engine } from '../../test/engine/harness/engine.cts';
import { BARE_NODE_TYPE } from './barePackage.cts';
import type { RunOrder, RunReport, SourceAddress } from './messages.cts';
import { settledMemory, watchMemory } from './residentMemory.cts';

const NODE_NAME = 'Node';
const MICROSECONDS = 1_000_000;
const KLING_NODE_TYPE = 'n8n-nodes-novita-kling.novitaKling';

const PARAMETERS: Readonly<Record<RunOrder['operation'], (order: RunOrder) => INodeParameters>> = {
	getResult: ({ taskId }) => ({ operation: 'getResult', taskId: taskId ?? '' }),
	imageToVideo: () => ({
		operation: 'imageToVideo',
		prompt: 'The picture moves',
		downloadVideo: false,
	}),
	bare: ({ link }) => ({ link: link ?? '' }),
};

type Arguments = [packageFolder: string, userFolder: string, url: string, apiKey: string];

async function storedImage(engine: Engine, { imageFile }: RunOrder): Promise<INodeExecutionData> {
	if (imageFile === undefined) return { json: {} };
	const bytes = await readFile(imageFile);
	const data: IBinaryData = await engine.storeFile(bytes, {
		fileName: 'photo.png',
		mimeType: 'image/png',
	});
	return { json: {}, binary: { data } };
}

async function measure(
	engine: Engine,
	novitaApi: SourceAddress,
	order: RunOrder,
): Promise<RunReport> {
	const input = [await storedImage(engine, order)];
	const type = order.operation === 'bare' ? BARE_NODE_TYPE : KLING_NODE_TYPE;
	const workflow = {
		nodes: [{ name: NODE_NAME, type, parameters: PARAMETERS[order.operation](order) }],
	};
	const credential = { novitaApi: { apiKey: novitaApi.apiKey, baseUrl: novitaApi.url } };
	const options = order.operation === 'bare' ? { input } : { input, credentials: credential };
	const idleBytes = settledMemory();
	const startedAt = performance.now();
	const cpuBefore = process.cpuUsage();
	const { result, peak } = await watchMemory(async () => await engine.run(workflow, options));
	const milliseconds = performance.now() - startedAt;
	const { user, system } = process.cpuUsage(cpuBefore);
	if (result.status !== 'success') throw new Error(result.error?.message ?? result.status);
	const [item] = result.output(NODE_NAME);
	return {
		idleBytes,
		sampledPeakBytes: peak.sampledBytes,
		exactPeakBytes: peak.exactBytes,
		samples: peak.samples,
		milliseconds,
		cpuSeconds: (user + system) / MICROSECONDS,
		storedBytes: item?.binary?.data?.bytes ?? 0,
	};
}

async function main(): Promise<void> {
	const [packageFolder, userFolder, url, apiKey] = process.argv.slice(2) as Arguments;
	const engine = await startEngine({ packageFolder, userFolder });
	const novitaApi = { url, apiKey };
	process.on('message', (order: RunOrder) => {
		measure(engine, novitaApi, order).then((report) => process.send?.(report), fail);
	});
	process.once('disconnect', () => void engine.close());
	process.send?.('ready');
}

function fail(thrown: unknown): never {
	console.error(thrown);
	process.exit(1);
}

main().catch(fail);
