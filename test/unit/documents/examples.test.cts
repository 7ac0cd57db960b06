import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './files.cts';

interface ExampleNode {
	readonly type: string;
	readonly parameters: {
		readonly operation?: string;
		readonly content?: string;
		readonly color?: number;
	};
}

/** n8n's number of the colour of a red note. */
const RED = 3;

const FREE_OPERATIONS = ['getResult', 'getBalance', 'getUsage'];

const FILES = readdirSync(join(ROOT, 'examples')).filter((name) => name.endsWith('.json'));

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

const nodesOf = (file: string) =>
	(JSON.parse(textOf(`examples/${file}`)) as { nodes: ExampleNode[] }).nodes;

const pays = ({ type, parameters }: ExampleNode) =>
	type.startsWith('n8n-nodes-novita-kling.') &&
	!FREE_OPERATIONS.includes(String(parameters.operation));

/** What the red notes of an example say in bold. */
const redTexts = (file: string) =>
	nodesOf(file)
		.filter(({ parameters }) => parameters.color === RED)
		.flatMap(({ parameters }) => [...(parameters.content ?? '').matchAll(/\*\*([^*]+)\*\*/g)])
		.map(([, bold = '']) => bold);

it.each(FILES)('%s is in the README, and with its picture among the examples', (file) => {
	const picture = `docs/images/example-${file.replace('.json', '.png')}`;
	expect(textOf('README.md')).toContain(`](examples/${file})`);
	expect(textOf('examples/README.md')).toContain(`[\`${file}\`](${file})`);
	expect(textOf('examples/README.md')).toContain(`](../${picture})`);
	expect([picture, existsSync(join(ROOT, picture))]).toEqual([picture, true]);
});

it.each(FILES.filter((file) => nodesOf(file).some(pays)))(
	'%s says in red that a second click pays again',
	(file) => {
		const warnings = redTexts(file).filter((text) =>
			/\b(pays|paid)\b.*\b(again|twice)\b/.test(text),
		);
		expect(warnings).toHaveLength(1);
	},
);

it('only the examples that collect and report are free', () => {
	const free = FILES.filter((file) => !nodesOf(file).some(pays));
	expect(free).toEqual(['collect-left-behind.json', 'weekly-report.json']);
});
