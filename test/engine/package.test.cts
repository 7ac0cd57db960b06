import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_NAME } from '../klingType.cts';
import { PACKAGE_FOLDER, useKling } from './setup.cts';

const tests = useKling();

const NODE_FOLDER = 'dist/nodes/NovitaKling';
const CREDENTIAL_ICONS = 'dist/credentials';

/** The description that n8n's editor gets. */
const description = () => tests.engine.nodeTypes.loaded.types.nodes[0];

/** The file of the package that an icon's address leads to. */
const fileOf = (iconUrl: string) =>
	join(PACKAGE_FOLDER, iconUrl.replace(`icons/${PACKAGE_NAME}/`, ''));

it('is loaded by n8n with one node and one credential', () => {
	const { types, known, packageName } = tests.engine.nodeTypes.loaded;
	expect(packageName).toBe(PACKAGE_NAME);
	expect(types.nodes.map(({ name }) => name)).toEqual(['novitaKling']);
	expect(types.credentials.map(({ name }) => name)).toEqual(['novitaApi']);
	expect(known.credentials.novitaApi?.supportedNodes).toEqual(['novitaKling']);
});

it('adds nothing but its description to the start of n8n', () => {
	const folder = join(PACKAGE_FOLDER, NODE_FOLDER);
	const script = `
		require(${JSON.stringify(join(folder, 'NovitaKling.node.js'))});
		console.log(Object.keys(require.cache).join('\\n'));
	`;
	const loaded = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
	expect(loaded).toContain(join(folder, 'description'));
	expect(loaded).not.toContain(join(folder, 'request'));
	expect(loaded).not.toContain(join(folder, 'task'));
	expect(loaded).not.toContain(join(folder, 'transport'));
});

it('has icons in light and dark for the node and the credential', () => {
	const [credential] = tests.engine.nodeTypes.loaded.types.credentials;
	const shown = [
		[
			description().iconUrl,
			`${NODE_FOLDER}/novitaKling.svg`,
			`${NODE_FOLDER}/novitaKling.dark.svg`,
		],
		[
			credential?.iconUrl,
			`${CREDENTIAL_ICONS}/novitaApi.svg`,
			`${CREDENTIAL_ICONS}/novitaApi.dark.svg`,
		],
	] as const;
	for (const [iconUrl, light, dark] of shown) {
		expect(iconUrl).toEqual({
			light: `icons/${PACKAGE_NAME}/${light}`,
			dark: `icons/${PACKAGE_NAME}/${dark}`,
		});
		for (const address of Object.values(iconUrl as { light: string; dark: string })) {
			expect(existsSync(fileOf(address))).toBe(true);
		}
	}
});

it('is found by a search for what it does', () => {
	const { codex, displayName, subtitle, usableAsTool } = description();
	expect(displayName).toBe('Novita AI Kling');
	expect(subtitle).toBeTruthy();
	expect(usableAsTool).toBe(true);
	expect(codex?.categories?.length).toBeGreaterThan(0);
	const words = [displayName, ...(codex?.alias ?? [])].join('\n').toLowerCase();
	for (const word of ['kling', 'novita', 'video', 'image to video', 'text to video']) {
		expect(words).toContain(word);
	}
});

it('has the parameters and defaults that workflows rely on', () => {
	const defaults: Record<string, unknown> = {};
	for (const { name, default: value } of description().properties) defaults[name] ??= value;
	expect(defaults).toMatchObject({
		operation: 'textToVideo',
		model: 'kling-v2.1-master',
		prompt: '',
		imageSource: 'binary',
		imageBinaryPropertyName: 'data',
		imageUrl: '',
		duration: '5',
		aspectRatio: '16:9',
		guidanceScale: 0.5,
		negativePrompt: '',
		taskId: '',
		waitMode: 'poll',
		downloadVideo: true,
		binaryPropertyName: 'data',
		simplify: true,
		options: {},
	});
});

it('has a credential whose key is a password field, and which the node tests', () => {
	const { nodeTypes } = tests.engine;
	const { properties } = nodeTypes.credentialType('novitaApi');
	expect(properties).toMatchObject([
		{ name: 'apiKey', typeOptions: { password: true } },
		{ name: 'baseUrl', default: 'https://api.novita.ai' },
	]);
	expect(nodeTypes.credentialTestMethod('novitaApi')).toBeDefined();
});
