import { KLING_TYPE } from '../klingType.cts';
import { cutOffTexts } from './cutOffTexts.cts';
import { startEditor, type Editor } from './editor.cts';
import { NodePanel } from './nodePanel.cts';
import { NODE_NAME, NodeTypeModel } from './nodeTypeModel.cts';
import { PanelWalk } from './panelWalk.cts';
import { takePicture, takeReadmePicture, watched } from './pictures.cts';

/** High enough for the longest panel with all of its options. */
const TALL_WINDOW = 2000;

/** A node that reads its image from an address. */
const BY_URL_NODE = 'By address';

const BY_URL = { operation: 'imageToVideo', imageSource: 'url' };

const MODEL = 'Kling V2.1 Master';

const OUTPUT_LABELS = ['Download Video', 'Options'];

/** The node as the tool of an AI agent. */
const TOOL_NODE = 'Video tool';

/** What does nothing in a tool. */
const NOT_IN_A_TOOL = [
	'Download Video',
	'Output Data Field Name',
	'File Name',
	'Max Download Size (MB)',
];

/** The most rows that Text to Video has above its options. */
const TEXT_ROWS = 10;

/** What the panel shows for the first model, written down by hand: it is what users see first. */
const MASTER_PANELS = [
	{
		operation: 'Text to Video',
		labels: [
			'Resource',
			'Operation',
			'Model',
			'Prompt',
			'Duration (Seconds)',
			'Aspect Ratio',
			'Guidance Scale',
			'Negative Prompt',
			'Wait Mode',
			...OUTPUT_LABELS,
		],
	},
	{
		operation: 'Image to Video',
		labels: [
			'Resource',
			'Operation',
			'Model',
			'Image Source',
			'Input Data Field Name',
			'Prompt',
			'Duration (Seconds)',
			'Guidance Scale',
			'Negative Prompt',
			'Wait Mode',
			...OUTPUT_LABELS,
		],
	},
];

describe("the node's panel", () => {
	let editor: Editor;
	let panel: NodePanel;
	let model: NodeTypeModel;

	beforeAll(async () => {
		editor = await startEditor();
		panel = new NodePanel(editor.page);
		model = await NodeTypeModel.read(editor.client);
		await editor.setHeight(TALL_WINDOW);
		const credentials = await editor.createCredential();
		const operations = model.operations();
		await editor.openWorkflow({
			nodes: [
				{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
				{ name: NODE_NAME, type: KLING_TYPE, credentials },
				{ name: TOOL_NODE, type: `${KLING_TYPE}Tool`, parameters: {}, credentials },
				{ name: BY_URL_NODE, type: KLING_TYPE, parameters: BY_URL, credentials },
				...operations.map(({ operation: { name }, values }) => ({
					...{ name, type: KLING_TYPE, parameters: values, credentials },
				})),
			],
		});
	});

	afterEach(async () => {
		if (await panel.root.isVisible()) await panel.close();
	});

	afterAll(async () => {
		await editor?.close();
	});

	test('shows what each operation, model, image source and wait mode needs, and no text is cut off', async () => {
		await watched(editor.page, 'panel', async () => {
			await panel.open(NODE_NAME);
			const walk = new PanelWalk(panel, model);
			const faults: string[] = [];
			for (const operation of model.operations()) {
				faults.push(...(await walk.operation(operation)));
				await takePicture(panel.content, `panel-${operation.values.operation}`);
			}
			expect([...new Set(faults)]).toEqual([]);
		});
	});

	test.each(MASTER_PANELS)('is in good order for $operation', async ({ operation, labels }) => {
		await watched(editor.page, `panel-order-${operation}`, async () => {
			await panel.open(NODE_NAME);
			await panel.choose('resource', 'Video');
			await panel.choose('operation', operation);
			await panel.choose('model', MODEL);
			expect(await panel.settledLabels(labels)).toEqual(labels);
		});
	});

	test('has ten rows for Text to Video, and the options', async () => {
		expect(model.labels({}).slice(0, -1)).toHaveLength(TEXT_ROWS);
		expect(model.labels({}).at(-1)).toBe('Options');
	});

	test('has nothing in a tool that does nothing there', async () => {
		await watched(editor.page, 'panel-tool', async () => {
			const tool = await NodeTypeModel.read(editor.client, `${KLING_TYPE}Tool`);
			await panel.open(TOOL_NODE);
			const labels = tool.labels({});
			expect(await panel.settledLabels(labels)).toEqual(labels);
			const all = [...labels, ...(await panel.openOptions())];
			expect(all.filter((label) => NOT_IN_A_TOOL.includes(label))).toEqual([]);
			const waitModes = await panel.openChoices('waitMode');
			await panel.closeChoices();
			expect(waitModes.map(({ name }) => name)).toEqual([
				'Keep Running Until Ready',
				'Do Not Wait',
			]);
			await takePicture(panel.content, 'panel-tool');
		});
	});

	test('has a field for the address of an image instead of its input field', async () => {
		await watched(editor.page, 'panel-image-url', async () => {
			await panel.open(BY_URL_NODE);
			await panel.parameter('imageUrl').waitFor();
			expect(await panel.labels()).not.toContain('Input Data Field Name');
			await takePicture(panel.content, 'panel-image-url');
		});
	});

	test('is a picture for the README', async () => {
		await watched(editor.page, 'panel-readme', async () => {
			await panel.open(NODE_NAME);
			await panel.choose('resource', 'Video');
			await panel.choose('operation', 'Image to Video');
			await panel.write(
				'prompt',
				'The dandelions sway in the wind, the camera comes slowly closer',
			);
			await panel.waitForMarks([]);
			await panel.leave('prompt');
			await takeReadmePicture(panel.content, 'panel');
		});
	});

	test('marks what has to be filled in', async () => {
		await watched(editor.page, 'panel-marks', async () => {
			await panel.open(BY_URL_NODE);
			await panel.waitForMarks(['imageUrl', 'prompt']);
			await panel.write('imageUrl', 'https://example.com/photo.jpg');
			await panel.write('prompt', 'The dandelions sway in the wind');
			await panel.waitForMarks([]);
		});
	});

	test('has all options of each operation, with readable names', async () => {
		await watched(editor.page, 'panel-options', async () => {
			for (const { operation, values } of model.operations()) {
				await panel.open(operation.name);
				const options = model.optionLabels(values);
				if (options.length > 0) expect(await panel.openOptions()).toEqual(options);
				for (const option of options) await panel.addOption(option);
				const all = [...model.labels(values), ...options];
				expect((await panel.settledLabels(all)).toSorted()).toEqual(all.toSorted());
				expect(await cutOffTexts(panel.parameters)).toEqual([]);
				await takePicture(panel.content, `panel-options-${values.operation}`);
				await panel.close();
			}
		});
	});
});
