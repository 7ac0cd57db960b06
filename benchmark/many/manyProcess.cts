/** Runs the node with many items in n8n's engine, and measures this process, which does nothing else. */
import { readFileSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';
import { startEngine, type Engine } from '../../test/engine/harness/engine.cts';
import { KLING_TYPE } from '../../test/klingType.cts';
import { REPOSITORY_FOLDER } from '../../test/server/fixture/pack.cts';
import { CAN_MEASURE_MEMORY, residentMemory, resetPeak } from '../processMemory.cts';
import { watchEventLoop } from './eventLoop.cts';

/** What the process does; it gets this as JSON, and prints a `ManyReport` for each number of items as JSON. */
export interface ManyOrder {
	readonly credential: ICredentialDataDecryptedObject;
	readonly parameters: Readonly<Record<string, string | boolean>>;
	/** Numbers of items, run one after the other in the same engine. */
	readonly itemCounts: readonly number[];
	/** A PNG that each item gets as a file of its own. */
	readonly image?: string;
	/** Whether the last item has no prompt, so that all are checked and nothing is sent. */
	readonly lastIsBad?: boolean;
}

/** What one run took. */
export interface ManyReport {
	readonly milliseconds: number;
	/** Milliseconds of the longest time in which nothing else could run. */
	readonly longestBlock: number;
	/** Resident memory that the run added; 0 where that cannot be measured. */
	readonly addedBytes: number;
}

async function inputOf(
	engine: Engine,
	count: number,
	{ image, lastIsBad }: ManyOrder,
): Promise<INodeExecutionData[]> {
	const input: INodeExecutionData[] = [];
	for (let index = 0; index < count; index += 1) {
		const prompt = lastIsBad && index === count - 1 ? '' : `A fox in the snow, number ${index}`;
		const names = { fileName: `photo-${index}.png`, mimeType: 'image/png' };
		const binary = image && { data: await engine.storeFile(readFileSync(image), names) };
		input.push({ json: { prompt }, ...(binary && { binary }) });
	}
	return input;
}

async function runWith(engine: Engine, count: number, order: ManyOrder): Promise<ManyReport> {
	const input = await inputOf(engine, count, order);
	const parameters = { ...order.parameters, prompt: '={{ $json.prompt }}' };
	const node = { name: 'Kling', type: KLING_TYPE, parameters };
	const credentials = { novitaApi: order.credential };
	globalThis.gc?.();
	if (CAN_MEASURE_MEMORY) resetPeak('self');
	const idle = CAN_MEASURE_MEMORY ? residentMemory('self', 'VmRSS') : 0;
	const longestBlock = watchEventLoop();
	const startedAt = performance.now();
	const run = await engine.run({ nodes: [node] }, { input, credentials });
	const milliseconds = performance.now() - startedAt;
	const block = longestBlock();
	const isBad = run.error?.message.includes('Prompt') ?? false;
	if (isBad !== (order.lastIsBad ?? false)) throw new Error(run.error?.message ?? run.status);
	const peak = CAN_MEASURE_MEMORY ? residentMemory('self', 'VmHWM') : 0;
	return { milliseconds, longestBlock: block, addedBytes: peak - idle };
}

async function main(): Promise<void> {
	const order = JSON.parse(process.argv[2]) as ManyOrder;
	const engine = await startEngine({ packageFolder: REPOSITORY_FOLDER });
	const reports: ManyReport[] = [];
	for (const count of order.itemCounts) reports.push(await runWith(engine, count, order));
	await engine.close();
	console.log(JSON.stringify(reports));
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exit(1);
});
