import { createHash } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
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
	const real = await realRegistry();
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
	server.get('/*', async ({ url, headers: { accept } }, reply) => {
		const answer = await real.get<Buffer>(url, { headers: { accept } });
		const type = String(answer.headers['content-type']);
		reply.code(answer.status).type(type);
		if (!type.includes('json')) return answer.data;
		return answer.data.toString().replaceAll(real.defaults.baseURL ?? '', `${publicUrl}/`);
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

/** The registry that this machine's npm is set to, with the certificates that npm trusts. */
async function realRegistry(): Promise<AxiosInstance> {
	const [registry, certificatesFile] = await Promise.all(['registry', 'cafile'].map(npmSetting));
	const ca = certificatesFile && (await readFile(certificatesFile));
	return axios.create({
		baseURL: registry?.replace(/\/*$/, '/'),
		...(ca && { httpsAgent: new Agent({ ca }) }),
		responseType: 'arraybuffer',
		validateStatus: () => true,
	});
}

async function npmSetting(name: string): Promise<string | undefined> {
	const options = { folder: tmpdir(), limitMs: COMMAND_LIMIT_MS };
	const value = (await runCommand('npm', ['config', 'get', name], options)).trim();
	return value === 'null' ? undefined : value;
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
