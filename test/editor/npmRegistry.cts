import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { readTarballDescription } from '../server/fixture/pack.cts';
import { runCommand } from '../server/fixture/runCommand.cts';

/** Packing a built package takes seconds. */
const COMMAND_LIMIT_MS = 60_000;

/** A registry on this machine that has one package of its own, and all others from npm's registry. */
export interface NpmRegistry {
	/** Where it listens. */
	readonly url: string;
	/** Publishes a packed version of the package, which is the newest from now on. */
	publish(tarball: string): Promise<void>;
	close(): Promise<void>;
}

/**
 * Starts a registry in which the package is not published yet. Call its `close()` in the end.
 *
 * @param publicUrl the address under which n8n and npm know it
 */
export async function startNpmRegistry(name: string, publicUrl: string): Promise<NpmRegistry> {
	const realUrl = await realRegistry();
	const versions: Record<string, object> = {};
	const tarballs: Record<string, Buffer> = {};
	let latest = '';
	const server = fastify();

	server.get(`/${name}`, () => ({ name, 'dist-tags': { latest }, versions }));
	server.get<{ Params: { version: string } }>(`/${name}/:version`, ({ params }, reply) => {
		const found = versions[params.version === 'latest' ? latest : params.version];
		return found ?? reply.code(404).send({ error: 'Not found' });
	});
	server.get<{ Params: { file: string } }>(
		`/${name}/-/:file`,
		({ params }) => tarballs[params.file],
	);
	server.get('/*', async ({ url, headers }, reply) => {
		const answer = await fetch(new URL(url, realUrl), {
			headers: { accept: headers.accept ?? '*/*' },
		});
		const type = answer.headers.get('content-type') ?? 'application/octet-stream';
		reply.code(answer.status).type(type);
		if (!type.includes('json')) return Buffer.from(await answer.arrayBuffer());
		return (await answer.text()).replaceAll(realUrl, `${publicUrl}/`);
	});

	return {
		url: await server.listen({ host: '127.0.0.1', port: 0 }),
		async publish(tarball) {
			const description = await readTarballDescription(tarball);
			const { version } = description;
			const content = await readFile(tarball);
			const file = `${name}-${version}.tgz`;
			const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
			tarballs[file] = content;
			versions[version] = {
				...description,
				dist: { tarball: `${publicUrl}/${name}/-/${file}`, integrity },
			};
			latest = version;
		},
		async close() {
			await server.close();
		},
	};
}

/** The registry of this machine's npm, with a slash at its end. */
async function realRegistry(): Promise<string> {
	const options = { folder: tmpdir(), limitMs: COMMAND_LIMIT_MS };
	const url = await runCommand('npm', ['config', 'get', 'registry'], options);
	return url.trim().replace(/\/*$/, '/');
}

/**
 * Packs the same package once more under another version.
 *
 * @param folder where the new tarball is made
 * @returns its path
 */
export async function packAs(version: string, tarball: string, folder: string): Promise<string> {
	const unpacked = await mkdtemp(join(folder, 'package-'));
	const options = { folder: unpacked, limitMs: COMMAND_LIMIT_MS };
	await runCommand('tar', ['-xzf', tarball, '--strip-components=1'], options);
	const descriptionFile = join(unpacked, 'package.json');
	const description = JSON.parse(await readFile(descriptionFile, 'utf8')) as { name: string };
	await writeFile(descriptionFile, JSON.stringify({ ...description, version }, null, 2));
	await runCommand('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], options);
	return join(folder, `${description.name}-${version}.tgz`);
}
