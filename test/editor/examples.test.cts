import { EXAMPLE_FILES, readExample } from '../server/examples/example.cts';
import type { NodeDraft } from '../server/fixture/workflowDraft.cts';
import { cutOffTexts } from './cutOffTexts.cts';
import { startEditor, type Editor } from './editor.cts';
import { takeReadmePicture, watched } from './pictures.cts';

/** The examples lie on the canvas as a wide strip. */
const EXAMPLE_HEIGHT = 640;

describe('the example workflows on the canvas', () => {
	let editor: Editor;
	let credentials: NonNullable<NodeDraft['credentials']>;

	beforeAll(async () => {
		editor = await startEditor();
		credentials = await editor.createCredential();
		await editor.setHeight(EXAMPLE_HEIGHT);
	});

	afterAll(async () => {
		await editor?.close();
	});

	test.each(EXAMPLE_FILES)('%s can be read', async (file) => {
		await watched(editor.page, file, async () => {
			const { name, nodes, connections } = readExample(file);
			// As somebody sees it who has chosen the credential.
			const ready = nodes.map((node) =>
				node.credentials?.novitaApi ? { ...node, credentials } : node,
			);
			await editor.openWorkflow({ name, nodes: ready, connections });
			await editor.page.getByTestId('zoom-to-fit').click();
			const notes = editor.page.getByTestId('sticky');
			await notes.first().waitFor();
			await takeReadmePicture(editor.page, `example-${file.replace('.json', '')}`);
			// A node that this n8n does not have is drawn with a question mark.
			expect(await editor.page.getByTestId('canvas-node-status-issues').count()).toBe(0);
			for (const note of await notes.all()) expect(await cutOffTexts(note)).toEqual([]);
		});
	});
});
