import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY_FOLDER } from '../../test/server/fixture/pack.cts';
import { runCommand } from '../../test/server/fixture/runCommand.cts';

/** What the package costs an n8n before it does anything. */
export interface PackageCost {
	/** Of the file that is published. */
	readonly packedBytes: number;
	/** To load the node and the credential beyond n8n-workflow itself, once for each fresh process. */
	readonly requireMilliseconds: readonly number[];
}

const ROUNDS = 15;

const COMMAND_LIMIT_MS = 60_000;

/** Prints the time of the second step: n8n has n8n-workflow in memory long before. */
const MEASURE = `
	const { n8n } = require(process.argv[1] + '/package.json');
	require('n8n-workflow');
	const start = performance.now();
	for (const file of [...n8n.nodes, ...n8n.credentials]) require(process.argv[1] + '/' + file);
	console.log(performance.now() - start);
`;

/** Weighs the packed package, and loads what is in it. */
export async function measurePackage(tarball: string): Promise<PackageCost> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-package-'));
	try {
		const limits = { folder, limitMs: COMMAND_LIMIT_MS };
		await runCommand('tar', ['-xzf', tarball, '-C', folder], limits);
		const environment = { NODE_PATH: join(REPOSITORY_FOLDER, 'node_modules') };
		const requireMilliseconds: number[] = [];
		for (let round = 0; round < ROUNDS; round += 1) {
			const printed = await runCommand(process.execPath, ['-e', MEASURE, join(folder, 'package')], {
				...limits,
				environment,
			});
			requireMilliseconds.push(Number(printed));
		}
		return { packedBytes: (await stat(tarball)).size, requireMilliseconds };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
