/** Runs a node in n8n's engine and measures the memory of this process, which does nothing else. */
import { readFileSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, INodeExecutionData } from 'n8n-workflow';
import {
	startEngine,
	type Engine,
	type NodeDescription,
} from '../../test/engine/harness/engine.cts';
import { residentMemory, resetPeak } from '../processMemory.cts';

const MILLISECONDS = 1_000;
const MICROSECONDS = 1_000_000;

/** What the process does; it gets this as JSON, and prints a `RunReport` for each node as JSON. */
export interface Order {
	/** The root of the package that holds the nodes. */
	readonly packageFolder: string;
	readonly credentials: Record<string, ICredentialDataDecryptedObject>;
	/** Run one after the other, in the same engine. */
	readonly nodes: readonly NodeDescription[];
	/** PNG files that the nodes get with their items. */
	readonly images?: readonly string[];
}

/** What one run took. */
export interface RunReport {
	/** Resident memory before the run, with the engine started and garbage collected. */
	readonly idleBytes: number;
	/** Highest resident memory during the run. */
	readonly peakBytes: number;
	readonly seconds: number;
	/** Time of the processor that the run took, in this process. */
	readonly cpuSeconds: number;
	/** Bytes of the file that n8n's store has after the run; 0 if there is none. */
	readonly storedBytes: number;
}

async function itemWith(engine: Engine, image?: string): Promise<INodeExecutionData> {
	if (image === undefined) return { json: {} };
	const names = { fileName: 'photo.png', mimeType: 'image/png' };
	return { json: {}, binary: { data: await engine.storeFile(readFileSync(image), names) } };
}

async function main(): Promise<void> {
	const { packageFolder, credentials, nodes, images } = JSON.parse(process.argv[2]) as Order;
	const engine = await startEngine({ packageFolder });
	const reports: RunReport[] = [];
	for (const [index, node] of nodes.entries()) {
		const options = { input: [await itemWith(engine, images?.[index])], credentials };
		globalThis.gc?.();
		resetPeak('self');
		const idleBytes = residentMemory('self', 'VmRSS');
		const startedAt = performance.now();
		const cpuBefore = process.cpuUsage();
		const run = await engine.run({ nodes: [node] }, options);
		const seconds = (performance.now() - startedAt) / MILLISECONDS;
		const peakBytes = residentMemory('self', 'VmHWM');
		const { user, system } = process.cpuUsage(cpuBefore);
		if (run.status !== 'success') throw new Error(run.error?.message ?? run.status);
		const storedBytes = run.output(node.name)[0]?.binary?.data?.bytes ?? 0;
		const cpuSeconds = (user + system) / MICROSECONDS;
		reports.push({ idleBytes, peakBytes, seconds, cpuSeconds, storedBytes });
	}
	await engine.close();
	console.log(JSON.stringify(reports));
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exit(1);
});
