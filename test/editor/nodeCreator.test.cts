import { KLING_TYPE } from '../klingType.cts';
import { startEditor, type Editor } from './editor.cts';
import { settled } from './settled.cts';
import { NodeCreator } from './nodeCreator.cts';
import { NODE_NAME, NodeTypeModel } from './nodeTypeModel.cts';
import { takePicture, watched } from './pictures.cts';
import { cutOffTexts } from './cutOffTexts.cts';
import { waitForPicture } from './shownPicture.cts';

/** What people search for to find such a node. */
const SEARCHES = [
	...['kling', 'kling video', 'novita', 'generate a video', 'ai video', 'talking photo'],
	...['image to video', 'text to video', 'motion control', 'i2v', 'balance', 'account balance'],
];

/** What n8n calls the node where an agent uses it. */
const TOOL_NAME = `${NODE_NAME} Tool`;

const THEMES = [
	{ theme: 'light', icon: /\/novitaKling\.svg$/ },
	{ theme: 'dark', icon: /\/novitaKling\.dark\.svg$/ },
] as const;

describe('the node in the node creator and on the canvas', () => {
	let editor: Editor;
	let creator: NodeCreator;

	beforeAll(async () => {
		editor = await startEditor();
		creator = new NodeCreator(editor.page);
		await editor.openWorkflow({
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: NODE_NAME, type: KLING_TYPE },
			],
		});
	});

	beforeEach(async () => {
		await creator.open();
	});

	afterEach(async () => {
		await creator.close();
	});

	afterAll(async () => {
		await editor?.close();
	});

	test.each(SEARCHES)('is found with "%s"', async (words) => {
		await watched(editor.page, `search-${words}`, async () => {
			await creator.find(words);
			expect((await creator.found())[0]).toBe(NODE_NAME);
		});
	});

	test('shows its actions in full', async () => {
		await watched(editor.page, 'actions', async () => {
			const model = await NodeTypeModel.read(editor.client);
			await (await creator.find('kling')).click();
			const actions = model.operations().map(({ operation }) => operation.action);
			// n8n makes actions of other parameters too, of one called "mode" for example.
			const shown = await settled(
				async () => await creator.found(),
				(names) => names.join() === actions.join(),
			);
			await takePicture(editor.page, 'node-creator-actions');
			expect(shown).toEqual(actions);
			expect(await cutOffTexts(creator.root)).toEqual([]);
		});
	});

	test.each(THEMES)('has its icon in the $theme theme', async ({ theme, icon }) => {
		await watched(editor.page, `icon-${theme}`, async () => {
			await editor.useTheme(theme);
			const node = editor.page.getByTestId('canvas-node').filter({ hasText: NODE_NAME });
			await waitForPicture(node, icon);
			expect(await node.innerText()).toContain('Text to Video');

			await waitForPicture(await creator.find('kling'), icon);
			await takePicture(editor.page, `node-creator-${theme}`);
		});
	});

	test("is listed among an agent's tools", async () => {
		await creator.close();
		await watched(editor.page, 'agent-tools', async () => {
			const type = '@n8n/n8n-nodes-langchain.agent';
			await editor.openWorkflow({ nodes: [{ name: 'AI Agent', type, typeVersion: 3 }] });
			await creator.openFor('Tool');
			await creator.find('kling', TOOL_NAME);
			expect(await creator.found()).toEqual([TOOL_NAME]);
		});
	});
});
