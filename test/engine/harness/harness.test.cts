import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import {
	AGENT_NODE,
	connect,
	searchableText,
	startEngine,
	type Engine,
	type LogListener,
	type NodeDescription,
} from './engine.cts';
import { EXAMPLE_PACKAGE, writeExamplePackage, type ExamplePackage } from './examplePackage.cts';

const NODE_MODULES = resolve(__dirname, '../../../node_modules');
const KEY = 'sk_example_0123456789';

let examplePackage: ExamplePackage;
let engine: Engine;
let service: Server;
let baseUrl: string;
let onLog: LogListener | undefined;
const authorizations: Array<string | undefined> = [];

beforeAll(async () => {
	examplePackage = await writeExamplePackage(NODE_MODULES);
	engine = await startEngine({
		packageFolder: examplePackage.folder,
		onLog: (entry) => onLog?.(entry),
	});
	service = createServer((request, response) => {
		authorizations.push(request.headers.authorization);
		response.statusCode = request.headers.authorization === `Bearer ${KEY}` ? 200 : 401;
		response.setHeader('content-type', 'application/json').end('{"heard":true}');
	}).listen(0, '127.0.0.1');
	await once(service, 'listening');
	baseUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});

afterAll(async () => {
	service.close();
	await engine.close();
	await examplePackage.remove();
});

const credentials = () => ({ exampleApi: { apiKey: KEY, baseUrl } });

const example = (parameters: NodeDescription['parameters'] = {}, more = {}): NodeDescription => ({
	name: 'Example',
	type: `${EXAMPLE_PACKAGE}.example`,
	parameters,
	...more,
});

const items = (...values: string[]) => values.map((text) => ({ json: { text } }));

describe('a package in the engine', () => {
	it('is loaded by n8n, icon and codex included', () => {
		const [description] = engine.nodeTypes.loaded.types.nodes;
		expect(description).toMatchObject({
			iconUrl: { light: `icons/${EXAMPLE_PACKAGE}/dist/nodes/Example/example.svg` },
			codex: { categories: ['Marketing'], alias: ['say'] },
		});
	});

	it('resolves expressions and keeps item links in a chain', async () => {
		const run = await engine.run(
			{
				nodes: [
					example({ say: '={{ $json.text }} {{ $("Start").item.json.text }} {{ $runIndex }}' }),
					{ ...example({ say: '={{ $("Example").item.json.said }}!' }), name: 'Second' },
				],
			},
			{ credentials: credentials(), input: items('one', 'two') },
		);
		expect(run.error).toBeUndefined();
		expect(run.status).toBe('success');
		expect(run.output('Second').map(({ json }) => json.said)).toEqual(['one one 0!', 'two two 0!']);
	});

	it('sends its credential and leaks it nowhere', async () => {
		const run = await engine.run(
			{ nodes: [example({ path: '/hear' })] },
			{ credentials: credentials(), mode: 'trigger' },
		);
		expect(run.output('Example')[0]?.json.answer).toEqual({ heard: true });
		expect(authorizations.at(-1)).toBe(`Bearer ${KEY}`);
		expect(run.logs.join()).toContain('Example runs');
		expect(run.toSearchableText()).not.toContain(KEY);
	});

	it('has its credential tested by the request that the type declares', async () => {
		const test = async (apiKey: string) =>
			await engine.testCredential('exampleApi', { apiKey, baseUrl });
		expect(await test(KEY)).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(await test('wrong')).toEqual({ status: 'Error', message: 'The key is wrong' });
	});

	it('is not begun by n8n when a required field is empty', async () => {
		const workflow = { nodes: [example({ needed: '' })] };
		const run = await engine.run(workflow, { credentials: credentials() });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('issues');
	});
});

describe('files', () => {
	it('go from one node to the next through the store on disk', async () => {
		const run = await engine.run(
			{ nodes: [example({ file: 'a film' }), { name: 'Read', type: 'test.readFile' }] },
			{ credentials: credentials() },
		);
		const file = run.output('Example')[0].binary!.data;
		expect(file.id).toMatch(/^filesystem-v2:/);
		expect((await run.fileOf(file)).toString()).toBe('a film');
		expect(await run.metadataOf(file)).toMatchObject({ fileName: 'said.txt', fileSize: 6 });
		expect(run.output('Read')[0]?.json).toMatchObject({ size: 6, mimeType: 'text/plain' });
		expect(await run.files()).toHaveLength(2);
		expect(await run.leftoverFiles()).toEqual([]);
	});

	it('come in with the input', async () => {
		const data = await engine.storeFile(Buffer.from('abc'), {
			fileName: 'a.txt',
			mimeType: 'text/plain',
		});
		const run = await engine.run(
			{ nodes: [{ name: 'Read', type: 'test.readFile' }] },
			{ input: [{ json: {}, binary: { data } }] },
		);
		expect(run.output('Read')[0]?.json).toMatchObject({ size: 3, fileName: 'a.txt' });
	});
});

describe('faults', () => {
	it('Retry On Fail runs the node again with its context', async () => {
		const node = example({ failRuns: 2 }, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const run = await engine.run({ nodes: [node] }, { credentials: credentials() });
		expect(run.status).toBe('success');
		expect(run.output('Example')[0]?.json.runs).toBe(3);
		expect(run.hints('Example')).toEqual([{ message: 'Ran 3 times' }]);
	});

	it('the Retry button keeps the context and goes on', async () => {
		const nodes = [example({ failRuns: 1 }), { name: 'End', type: 'test.collect' }];
		const failed = await engine.run({ nodes }, { credentials: credentials(), mode: 'trigger' });
		expect(failed.status).toBe('error');
		expect(failed.nodeError('Example')?.message).toBe('This run was told to fail');
		expect(failed.contextOf('Example')).toEqual({ runs: 1 });

		const retried = await engine.retry(failed);
		expect(retried.status).toBe('success');
		expect(retried.raw.mode).toBe('retry');
		expect(retried.nodeRuns('Example')).toHaveLength(1);
		expect(retried.output('End')[0]?.json.runs).toBe(2);
		await expect(engine.retry(retried)).rejects.toThrow('succeeded');
	});

	it.each([
		['continueRegularOutput', ['a', undefined, 'c'], []],
		['continueErrorOutput', ['a', 'c'], ['This item was told to fail']],
	])('%s sorts the items', async (onError, said, errors) => {
		const run = await engine.run(
			{ nodes: [example({ say: '={{ $json.text }}', failItem: '1' }, { onError })] },
			{ credentials: credentials(), input: items('a', 'b', 'c') },
		);
		expect(run.output('Example').map(({ json }) => json.said)).toEqual(said);
		expect(run.output('Example', 1).map(({ json }) => json.error)).toEqual(errors);
	});

	it('a Stop ends the node at once', async () => {
		const started = engine.start(
			{ nodes: [example({ sleep: 60 })] },
			{ credentials: credentials() },
		);
		onLog = ({ message }) => message === 'Example runs' && setImmediate(started.cancel);
		const run = await started.result;
		onLog = undefined;
		expect(run.status).toBe('canceled');
		expect(run.raw.stoppedAt!.getTime() - run.raw.startedAt.getTime()).toBeLessThan(1000);
	});
});

it('a loop runs the node once for each round', async () => {
	const run = await engine.run(
		{
			nodes: [
				{ name: 'Loop', type: 'test.loop' },
				example({ say: '={{ $json.text }}{{ $runIndex }}' }),
				{ name: 'End', type: 'test.collect' },
			],
			connections: connect(
				{ from: 'Loop', to: 'Example', output: 1 },
				{ from: 'Example', to: 'Loop' },
				{ from: 'Loop', to: 'End' },
			),
		},
		{ credentials: credentials(), input: items('a', 'b', 'c') },
	);
	expect(run.nodeRuns('Example')).toHaveLength(3);
	expect(run.output('Example', 0, 2)[0]?.json.runIndex).toBe(2);
	expect(run.output('End').map(({ json }) => json.said)).toEqual(['a0', 'b1', 'c2']);
});

it('a suspended execution goes on when it is resumed', async () => {
	const nodes = [
		{ name: 'Suspend', type: 'test.suspend' },
		{ name: 'End', type: 'test.collect' },
	];
	const suspended = await engine.run({ nodes }, { input: items('a') });
	expect(suspended.status).toBe('waiting');
	expect(suspended.nodeRuns('End')).toEqual([]);

	const resumed = await engine.resume(suspended);
	expect(resumed.status).toBe('success');
	expect(resumed.output('End')[0]?.json).toEqual({ text: 'a' });
});

it('concurrent executions keep apart', async () => {
	const runs = await Promise.all(
		['a', 'b', 'c'].map(
			async (text) =>
				await engine.run(
					{ nodes: [example({ say: '={{ $json.text }}', sleep: 0.05, file: text })] },
					{ credentials: credentials(), input: items(text) },
				),
		),
	);
	expect(runs.map((run) => run.output('Example')[0]?.json)).toMatchObject([
		{ said: 'a', runs: 1 },
		{ said: 'b', runs: 1 },
		{ said: 'c', runs: 1 },
	]);
	expect(new Set(runs.map(({ executionId }) => executionId)).size).toBe(3);
	expect(
		runs.map(({ logs }) => logs.filter((line) => line.includes('Example runs')).length),
	).toEqual([1, 1, 1]);
});

it.each([
	['engine', false],
	['function', true],
] as const)('an agent uses the node as its tool, over the %s path', async (path, tool) => {
	const run = await engine.runAsTool(
		example({ say: '={{ $fromAI("words", "What to say", "string") }}' }),
		[{ words: 'one' }, { words: 'two' }],
		{ credentials: credentials(), path },
	);
	expect(run.error).toBeUndefined();
	const answers = run
		.output(AGENT_NODE)
		.map(({ json }) => JSON.parse(String(json.response)) as unknown);
	expect(answers.flat()).toMatchObject([
		{ said: 'one', tool, type: `${EXAMPLE_PACKAGE}.exampleTool` },
		{ said: 'two', tool },
	]);
});

it('errors of Node.js are errors, as in a real n8n', async () => {
	expect(new DOMException('Stopped', 'AbortError')).toBeInstanceOf(Error);
	expect({ message: 'none' }).not.toBeInstanceOf(Error);
	expect(new Error('none')).not.toBeInstanceOf(TypeError);
});

it('a search finds a secret in any form', () => {
	const error = new Error('outer', {
		cause: { headers: { a: encodeURIComponent('top secret!') } },
	});
	expect(searchableText(error)).toContain('top secret!');
	expect(searchableText([Buffer.from('top secret!')])).toContain('top secret!');
	expect(searchableText(Buffer.from('a long top secret!').toString('base64'))).toContain('secret!');
});
