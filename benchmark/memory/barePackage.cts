import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Name of the package that holds nothing but a plain download. */
const PACKAGE = 'n8n-nodes-bare-download';

/** Type of its one node, for workflows. */
export const BARE_NODE_TYPE = `${PACKAGE}.bareDownload`;

/**
 * The shortest node that fetches a file as a stream into n8n's store, as n8n's own HTTP Request does:
 * what any node takes that goes this way, and so the floor for this package's.
 */
const NODE = `
const { NodeConnectionTypes } = require('n8n-workflow');

exports.BareDownload = class {
	constructor() {
		this.description = {
			displayName: 'Bare Download', name: 'bareDownload', group: ['transform'], version: 1,
			description: 'Fetches a file', defaults: { name: 'Bare Download' },
			inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main],
			properties: [{ displayName: 'Link', name: 'link', type: 'string', default: '' }],
		};
	}
	async execute() {
		const url = this.getNodeParameter('link', 0);
		const { body } = await this.helpers.httpRequest({ url, encoding: 'stream', returnFullResponse: true });
		const data = await this.helpers.prepareBinaryData(body, 'video.mp4', 'video/mp4');
		return [[{ json: {}, binary: { data }, pairedItem: { item: 0 } }]];
	}
};
`;

/**
 * Writes the package into a folder, ready for n8n's loader.
 *
 * @param modules the node_modules folder in which it finds n8n's own packages
 */
export async function writeBarePackage(folder: string, modules: string): Promise<void> {
	const nodes = join(folder, 'dist');
	await mkdir(nodes, { recursive: true });
	const manifest = {
		name: PACKAGE,
		version: '1.0.0',
		n8n: { n8nNodesApiVersion: 1, nodes: ['dist/BareDownload.node.js'] },
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	await writeFile(join(nodes, 'BareDownload.node.js'), NODE);
	await symlink(modules, join(folder, 'node_modules'), 'dir');
}
