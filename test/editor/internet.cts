import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

const HOST = '127.0.0.1';

/**
 * What n8n and npm find in place of the internet: a proxy that leads some names to servers on this machine,
 * over TLS with a certificate of its own, and refuses all others.
 */
export class Internet {
	private readonly sockets = new Set<Socket>();

	/** Use `startInternet`. */
	constructor(
		private readonly proxy: Server,
		private readonly certificateFile: string,
	) {}

	/** The settings that lead n8n, and the npm that it starts, to this internet. */
	get environment(): Record<string, string> {
		return {
			HTTPS_PROXY: `http://${HOST}:${(this.proxy.address() as AddressInfo).port}`,
			NO_PROXY: HOST,
			NODE_EXTRA_CA_CERTS: this.certificateFile,
			// npm reads its own setting where a machine has one.
			npm_config_cafile: this.certificateFile,
		};
	}

	/** Remembers an open connection, so that `close` ends it. */
	keep(socket: Socket): void {
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
		// A client may leave at any moment.
		socket.on('error', () => socket.destroy());
	}

	/** Ends all connections and the proxy. */
	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		this.proxy.close();
		await once(this.proxy, 'close');
	}
}

/**
 * Starts it. Call its `close()` in the end.
 *
 * @param hosts the names that exist, each with the URL of the HTTP server behind it
 * @param folder where its certificate is kept
 */
export async function startInternet(
	hosts: Readonly<Record<string, string>>,
	folder: string,
): Promise<Internet> {
	const { private: key, cert } = await certificateFor(Object.keys(hosts));
	const certificateFile = join(folder, 'certificate.pem');
	await writeFile(certificateFile, cert);
	const secureContext = createSecureContext({ key, cert });
	const proxy = createServer((_request, response) => response.writeHead(403).end());
	const internet = new Internet(proxy, certificateFile);
	proxy.on('connect', (request, client: Socket) => {
		internet.keep(client);
		const target = hosts[(request.url ?? '').split(':')[0]];
		if (!target) {
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		const { hostname, port } = new URL(target);
		const server = connect(Number(port), hostname);
		const plain = new TLSSocket(client, { isServer: true, secureContext });
		for (const socket of [server, plain]) internet.keep(socket);
		plain.pipe(server).pipe(plain);
	});
	proxy.listen(0, HOST);
	await once(proxy, 'listening');
	return internet;
}

async function certificateFor(
	names: readonly string[],
): Promise<{ private: string; cert: string }> {
	return await generate([{ name: 'commonName', value: names[0] }], {
		algorithm: 'sha256',
		extensions: [
			{ name: 'basicConstraints', cA: true },
			{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
		],
	});
}
