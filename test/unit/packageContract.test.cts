import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

interface Manifest {
	readonly [key: string]: unknown;
	readonly name: string;
	readonly license: string;
	readonly keywords: readonly string[];
	readonly files: readonly string[];
	readonly scripts: Readonly<Record<string, string>>;
	readonly n8n: {
		readonly n8nNodesApiVersion: number;
		readonly strict: boolean;
		readonly credentials: readonly string[];
		readonly nodes: readonly string[];
	};
}

interface Codex {
	readonly node: string;
	readonly categories: readonly string[];
	readonly subcategories: Readonly<Record<string, readonly string[]>>;
	readonly alias: readonly string[];
}

const manifest = readJson('package.json') as Manifest;
const codex = readJson('nodes/NovitaKling/NovitaKling.node.json') as Codex;

describe('package.json, as n8n wants it', () => {
	it('has the name and the keyword by which n8n finds it', () => {
		expect(manifest.name).toBe('n8n-nodes-novita-kling');
		expect(manifest.license).toBe('MIT');
		expect(manifest.keywords).toContain('n8n-community-node-package');
	});

	it.each(['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies'])(
		'has no %s',
		(key) => {
			expect(manifest).not.toHaveProperty(key);
		},
	);

	it('needs n8n-workflow alone, in any version', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it.each(['overrides', 'resolutions', 'private', 'bin'])('has no %s', (key) => {
		expect(manifest).not.toHaveProperty(key);
	});

	it.each(['preinstall', 'install', 'postinstall', 'prepare'])('does nothing on %s', (script) => {
		expect(manifest.scripts).not.toHaveProperty(script);
	});

	it('ships the compiled node and nothing else', () => {
		expect(manifest.files).toEqual(['dist']);
	});

	it.each(['homepage', 'repository', 'bugs', 'description', 'author', 'version'])(
		'has its %s',
		(key) => {
			expect(manifest[key]).toBeTruthy();
		},
	);

	it('is checked strictly', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it.each([...manifest.n8n.credentials, ...manifest.n8n.nodes])('%s has a source', (compiled) => {
		const source = compiled.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		expect(existsSync(join(ROOT, source))).toBe(true);
	});

	it('holds all that a licence needs', () => {
		expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toContain('MIT License');
	});
});

describe('the codex', () => {
	it('belongs to the node', () => {
		expect(codex.node).toBe(`${manifest.name}.novitaKling`);
		expect(codex.categories.length).toBeGreaterThan(0);
	});

	it('has no word twice, and is listed among the tools of an agent', () => {
		const words = codex.alias.map((alias) => alias.toLowerCase());
		expect(words).toEqual([...new Set(words)]);
		expect(codex.subcategories).toMatchObject({ Tools: ['Other Tools'] });
	});
});

describe('the icons', () => {
	it.each([
		'nodes/NovitaKling/novitaKling.svg',
		'nodes/NovitaKling/novitaKling.dark.svg',
		'credentials/novitaApi.svg',
		'credentials/novitaApi.dark.svg',
	])('%s is a square drawing without scripts or links', (path) => {
		const svg = readFileSync(join(ROOT, path), 'utf8');
		const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
		expect(width).toBeDefined();
		expect(width).toBe(height);
		expect(svg).not.toMatch(/<script|<image|href=|url\(http/i);
	});
});
