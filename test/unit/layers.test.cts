import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve, sep } from 'node:path';
import { preProcessFile } from 'typescript';

const NODE_FOLDER = resolve(__dirname, '../../nodes/NovitaKling');

/**
 * The rooms from the bottom to the top, and what each may import. Data goes in one direction: no room imports
 * one that is above it. docs/architecture.md tells why; a new import that breaks a rule changes both.
 */
const ROOMS: ReadonlyArray<readonly [room: string, mayImport: readonly string[]]> = [
	['errors', []],
	['parameters', []],
	['video', []],
	['models', ['parameters']],
	['description', ['models', 'parameters']],
	['request', ['errors', 'models', 'parameters', 'video']],
	['transport', ['errors']],
	['poll', ['errors', 'transport']],
	['submit', ['errors', 'request', 'transport', 'poll', 'video']],
	['download', ['errors', 'transport', 'poll', 'video']],
	['fetch', ['errors', 'request', 'transport']],
	['n8n', ['errors', 'parameters', 'request', 'transport', 'video', 'fetch']],
	['account', ['errors', 'parameters', 'request', 'transport', 'n8n']],
	['taskLog', ['errors', 'request', 'transport', 'poll', 'submit', 'n8n']],
	['recordEnds.ts', ['errors', 'parameters', 'n8n', 'taskLog']],
	['checkItems.ts', ['errors', 'request', 'transport', 'submit', 'n8n']],
	[
		'spending.ts',
		['errors', 'request', 'transport', 'submit', 'n8n', 'account', 'taskLog', 'checkItems.ts'],
	],
	[
		'run.ts',
		[
			...['errors', 'request', 'transport', 'poll', 'submit', 'download', 'n8n', 'account'],
			...['taskLog', 'spending.ts'],
		],
	],
	['checkRun.ts', ['errors', 'parameters', 'request', 'submit', 'n8n', 'checkItems.ts']],
	[
		'submitAndWait.ts',
		['errors', 'parameters', 'request', 'transport', 'poll', 'submit', 'run.ts'],
	],
	[
		'runItem.ts',
		[
			...['errors', 'parameters', 'request', 'transport', 'poll', 'submit', 'download', 'n8n'],
			...['video', 'run.ts', 'submitAndWait.ts'],
		],
	],
	[
		'suspend',
		['errors', 'request', 'poll', 'n8n', 'taskLog', 'recordEnds.ts', 'run.ts', 'runItem.ts'],
	],
	[
		'runItems.ts',
		[
			...['errors', 'parameters', 'request', 'submit', 'n8n'],
			...[
				'taskLog',
				'recordEnds.ts',
				'run.ts',
				'checkItems.ts',
				'checkRun.ts',
				'spending.ts',
				'runItem.ts',
				'suspend',
			],
		],
	],
	['NovitaKling.node.ts', ['parameters', 'description', 'account', 'suspend', 'runItems.ts']],
];

/** Rooms and files without input or output: they import nothing that could do any. */
const PURE = [
	/^errors\//,
	/^parameters\//,
	/^video\//,
	/^models\//,
	/^request\//,
	/^account\/(calendar|decimal|spendingRules|runCosts|usagePeriod)\.ts$/,
	/^poll\/(schedule|learnedSchedule|usualTime)\.ts$/,
];
const PACKAGES_WITHOUT_INPUT_OR_OUTPUT = ['crypto', 'n8n-workflow'];

/** Lines that can be read in one sitting. */
const MOST_LINES = 200;

/** A room that holds more of the node than this has become the place where everything goes. */
const LARGEST_SHARE = 0.2;

const FILES = globSync('**/*.ts', { cwd: NODE_FOLDER }).map((file) => file.split(sep).join('/'));
const codeOf = (file: string) => readFileSync(join(NODE_FOLDER, file), 'utf8');
const linesOf = (file: string) => codeOf(file).split('\n').length - 1;
const roomOf = (file: string) => file.split('/')[0] ?? file;

/** What a file imports: files of the node as paths below its folder, packages by their names. */
function importsOf(file: string): { own: string[]; packages: string[] } {
	const names = preProcessFile(codeOf(file)).importedFiles.map(({ fileName }) => fileName);
	const own = names.filter((name) => name.startsWith('.'));
	return {
		own: own.map((name) => fileAt(normalize(join(dirname(file), name)))),
		packages: names.filter((name) => !name.startsWith('.')),
	};
}

function fileAt(path: string): string {
	const found = [`${path}.ts`, `${path}/index.ts`].find((file) => FILES.includes(file));
	if (!found) throw new Error(`No file of the node is at ${path}`);
	return found;
}

it('the rooms stand above those that they may import', () => {
	const order = ROOMS.map(([room]) => room);
	for (const [room, mayImport] of ROOMS) {
		for (const lower of mayImport) {
			expect(order.slice(0, order.indexOf(room))).toContain(lower);
		}
	}
	expect(new Set(FILES.map(roomOf))).toEqual(new Set(order));
});

it.each(FILES)('%s imports only what its room may import', (file) => {
	const room = roomOf(file);
	const mayImport = ROOMS.find(([name]) => name === room)?.[1] ?? [];
	const rooms = importsOf(file).own.map(roomOf);
	expect([room, ...mayImport]).toEqual(expect.arrayContaining(rooms));
});

it.each(FILES.filter((file) => PURE.some((pattern) => pattern.test(file))))(
	'%s has no input and no output',
	(file) => {
		expect(PACKAGES_WITHOUT_INPUT_OR_OUTPUT).toEqual(
			expect.arrayContaining(importsOf(file).packages),
		);
		expect(codeOf(file)).not.toMatch(/\bsleep\b|IExecuteFunctions|\bhelpers\b/);
	},
);

it.each(FILES.filter((file) => file.startsWith('transport/')))(
	'%s knows no item of n8n',
	(file) => {
		expect(codeOf(file)).not.toMatch(/INodeExecutionData|pairedItem|itemIndex/);
	},
);

describe('what Novita documents stands in models/ alone', () => {
	const others = FILES.filter((file) => !file.startsWith('models/'));

	it('which is not most of the node', () => {
		expect(others.length).toBeGreaterThan(20);
	});

	it.each(others)('%s names no model and no wire name', (file) => {
		expect(codeOf(file)).not.toMatch(/kling-v\d|\bV\d\.\d\b/i);
		expect(codeOf(file)).not.toMatch(
			/cfg_scale|guidance_scale|multi_prompt|model_name|end_image\b/,
		);
	});
});

it.each(FILES)('%s can be read in one sitting', (file) => {
	expect(linesOf(file)).toBeLessThanOrEqual(MOST_LINES);
});

it('no room holds more than a fifth of the node', () => {
	const total = FILES.reduce((sum, file) => sum + linesOf(file), 0);
	for (const [room] of ROOMS) {
		const lines = FILES.filter((file) => roomOf(file) === room).map(linesOf);
		expect(lines.reduce((sum, count) => sum + count, 0) / total).toBeLessThan(LARGEST_SHARE);
	}
});
