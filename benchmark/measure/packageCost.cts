import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage, REPOSITORY_FOLDER } from '../../test/server/fixture/pack.cts';
import { runCommand } from '../../test/server/fixture/runCommand.cts';

/** What the package costs an n8n before it does anything. */
export interface PackageCost {
	/** Of the file that is published. */
	readonly packedBytes: number;
	/** To load the node and the credential beyond n8n-workflow itself, once for each fresh process. */
	readonly requireMilliseconds: readonly number[];
}

const ROUNDS = 15;

const COMMAND = { folder: REPOSITORY_FOLDER, limitMs: 60_000 };

/** Prints the time of the second step: n8n has n8n-workflow in memory long before. */
const LOAD = `
	const { n8n } = require('./package.json');
	require('n8n-workflow');
	const start = performance.now();
	for (const file of [...n8n.nodes, ...n8n.credentials]) require('./' + file);
	console.log(performance.now() - start);
`;

/** Builds, packs and weighs the package, and loads what was built. */
export async function measurePackage(): Promise<PackageCost> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-package-'));
	try {
		const { size } = await stat(await packPackage(folder));
		const requireMilliseconds: number[] = [];
		for (let round = 0; round < ROUNDS; round += 1) {
			requireMilliseconds.push(Number(await runCommand(process.execPath, ['-e', LOAD], COMMAND)));
		}
		return { packedBytes: size, requireMilliseconds };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
