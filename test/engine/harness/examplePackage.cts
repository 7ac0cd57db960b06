import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The name of the package that the harness tests itself with. */
export const EXAMPLE_PACKAGE = 'n8n-nodes-example';

const ICON =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><rect width="60" height="60"/></svg>';

const CREDENTIAL = `
exports.ExampleApi = class {
	constructor() {
		this.name = 'exampleApi';
		this.displayName = 'Example API';
		this.icon = { light: 'file:example.svg', dark: 'file:example.svg' };
		this.properties = [
			{ displayName: 'API Key', name: 'apiKey', type: 'string', typeOptions: { password: true }, default: '' },
			{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: 'http://127.0.0.1:9' },
		];
		this.authenticate = {
			type: 'generic',
			properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
		};
		this.test = {
			request: { baseURL: '={{$credentials.baseUrl}}', url: '/test' },
			rules: [{ type: 'responseCode', properties: { value: 401, message: 'The key is wrong' } }],
		};
	}
};
`;

/**
 * A small node with everything that the harness supports: expressions, a request with credentials,
 * a file as a stream, its context, hints, a sleep that a Stop ends, and errors item by item.
 */
const NODE = `
const { NodeOperationError, NodeConnectionTypes, sleep } = require('n8n-workflow');
const { Readable } = require('node:stream');

const text = (name, defaultValue = '') => ({ displayName: name, name, type: 'string', default: defaultValue });

exports.Example = class {
	constructor() {
		this.description = {
			displayName: 'Example', name: 'example', group: ['transform'], version: 1,
			icon: { light: 'file:example.svg', dark: 'file:example.svg' },
			description: 'Gives out its parameters', defaults: { name: 'Example' }, usableAsTool: true,
			inputs: [NodeConnectionTypes.Main], outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'exampleApi', required: true }],
			properties: [
				text('say', 'hello'), { ...text('needed', 'here'), required: true }, text('path'), text('file'),
				text('failItem', '-1'), { displayName: 'sleep', name: 'sleep', type: 'number', default: 0 },
				{ displayName: 'failRuns', name: 'failRuns', type: 'number', default: 0 },
			],
		};
	}
	async execute() {
		const context = this.getContext('node');
		context.runs = (context.runs ?? 0) + 1;
		this.logger.info('Example runs', { runs: context.runs });
		const signal = this.getExecutionCancelSignal();
		const output = [];
		for (const [index] of this.getInputData().entries()) {
			const value = (name) => this.getNodeParameter(name, index);
			const seconds = value('sleep');
			if (seconds > 0) await sleep(seconds * 1000, signal);
			signal?.throwIfAborted();
			if (value('failItem') === String(index)) {
				if (!this.continueOnFail()) {
					throw new NodeOperationError(this.getNode(), 'This item was told to fail', { itemIndex: index });
				}
				output.push({ json: { error: 'This item was told to fail', details: { index } }, pairedItem: { item: index } });
				continue;
			}
			const item = { json: {
				said: value('say'), runs: context.runs, tool: this.isToolExecution?.(),
				type: this.getNode().type, runIndex: this.getWorkflowDataProxy(index).$runIndex,
			}, pairedItem: { item: index } };
			if (value('path')) {
				const { baseUrl } = await this.getCredentials('exampleApi', index);
				item.json.answer = await this.helpers.httpRequestWithAuthentication.call(
					this, 'exampleApi', { url: baseUrl + value('path'), json: true });
			}
			if (value('file')) {
				const stream = Readable.from([Buffer.from(value('file'))]);
				item.binary = { data: await this.helpers.prepareBinaryData(stream, 'said.txt', 'text/plain') };
			}
			output.push(item);
		}
		this.addExecutionHints({ message: 'Ran ' + context.runs + ' times' });
		if (context.runs <= this.getNodeParameter('failRuns', 0)) {
			throw new NodeOperationError(this.getNode(), 'This run was told to fail');
		}
		return [output];
	}
};
`;

const FILES: Record<string, string> = {
	'package.json': JSON.stringify({
		name: EXAMPLE_PACKAGE,
		version: '1.2.3',
		n8n: {
			n8nNodesApiVersion: 1,
			credentials: ['dist/credentials/ExampleApi.credentials.js'],
			nodes: ['dist/nodes/Example/Example.node.js'],
		},
	}),
	'dist/credentials/ExampleApi.credentials.js': CREDENTIAL,
	'dist/credentials/example.svg': ICON,
	'dist/nodes/Example/Example.node.js': NODE,
	'dist/nodes/Example/Example.node.json': JSON.stringify({
		node: `${EXAMPLE_PACKAGE}.example`,
		codexVersion: '1.0',
		categories: ['Marketing'],
		alias: ['say'],
		resources: {},
	}),
	'dist/nodes/Example/example.svg': ICON,
};

/** A built package in a temporary folder. */
export interface ExamplePackage {
	folder: string;
	remove(): Promise<void>;
}

/** Writes the example package, beside a link to the dependencies that its node needs. */
export async function writeExamplePackage(nodeModules: string): Promise<ExamplePackage> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-example-'));
	for (const [path, content] of Object.entries(FILES)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
	await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
	return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}
