import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../../..');
const MODELS = 'nodes/NovitaKling/models';

/** Files beside the code that n8n reads: icons and the codex. */
const ASSETS = new Set(['.svg', '.png', '.json']);

/** A copy of the package that is built on its own. */
export interface PackageCopy {
	readonly folder: string;
	remove(): Promise<void>;
}

/** A model that the copy has and the package has not. */
export interface AddedModel {
	/** Name of the exported constant and of its file, without the ending. */
	readonly name: string;
	/** The file's TypeScript. */
	readonly code: string;
}

/**
 * Copies the package's source, adds a model as its author would, one file and its lines in the
 * index, and builds the copy with the package's own compiler settings.
 * @throws Error with the compiler's words if it does not build
 */
export async function buildWithModel(model: AddedModel): Promise<PackageCopy> {
	const folder = await mkdtemp(join(tmpdir(), 'kling-copy-'));
	const remove = async () => await rm(folder, { recursive: true, force: true });
	try {
		for (const part of ['nodes', 'credentials', 'package.json', 'tsconfig.json']) {
			await cp(join(ROOT, part), join(folder, part), { recursive: true });
		}
		await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
		await addModel(folder, model);
		await build(folder);
	} catch (error) {
		await remove();
		throw error;
	}
	return { folder, remove };
}

async function addModel(folder: string, { name, code }: AddedModel): Promise<void> {
	await writeFile(join(folder, MODELS, `${name}.ts`), code);
	const index = join(folder, MODELS, 'index.ts');
	const before = await readFile(index, 'utf8');
	const listed = before.replace(/^\];$/m, `\t${name},\n];`);
	if (listed === before) throw new Error('The index of the models has no list to add to.');
	await writeFile(index, `import { ${name} } from './${name}';\n${listed}`);
}

async function build(folder: string): Promise<void> {
	const compiler = require.resolve('typescript/bin/tsc');
	try {
		await promisify(execFile)(process.execPath, [compiler, '-p', folder], { cwd: folder });
	} catch (error) {
		const { stdout } = error as { stdout: string };
		throw new Error(`The package does not build:\n${stdout}`, { cause: error });
	}
	for (const part of ['nodes', 'credentials']) {
		await cp(join(folder, part), join(folder, 'dist', part), {
			recursive: true,
			filter: (path) => extname(path) === '' || ASSETS.has(extname(path)),
		});
	}
}
