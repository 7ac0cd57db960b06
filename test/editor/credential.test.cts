import { CredentialDialog } from './credentialDialog.cts';
import { cutOffTexts } from './cutOffTexts.cts';
import { startEditor, type Editor } from './editor.cts';
import { NodeCreator } from './nodeCreator.cts';
import { takePicture, watched } from './pictures.cts';
import { waitForPicture } from './shownPicture.cts';

describe('the credential in its dialog', () => {
	let editor: Editor;
	let dialog: CredentialDialog;

	beforeAll(async () => {
		editor = await startEditor();
		dialog = new CredentialDialog(editor.page);
	});

	afterAll(async () => {
		await editor?.close();
	});

	test('is refused with a wrong key and accepted with the right one', async () => {
		await watched(editor.page, 'credential', async () => {
			await editor.removeCredentials();
			await editor.openNewWorkflow();
			const creator = new NodeCreator(editor.page);
			await creator.open();
			await creator.find('kling');
			await creator.add('Generate a video from text');

			await dialog.openNew();
			await waitForPicture(dialog.root, /\/novitaApi\.svg$/);
			expect(await cutOffTexts(dialog.root)).toEqual([]);
			await takePicture(editor.page, 'credential-new');

			await dialog.write('API Key', 'a-wrong-key');
			await dialog.write('Base URL', editor.standIn.url);
			await dialog.save();
			await dialog.root.getByText('Couldn’t connect with these settings').waitFor();
			await dialog.root.getByText('More details').click();
			await dialog.root.getByText('Novita did not accept the API key').waitFor();
			await takePicture(editor.page, 'credential-wrong-key');

			await dialog.write('API Key', editor.standIn.apiKey);
			await dialog.save();
			await dialog.root.waitFor({ state: 'hidden' });
			await dialog.openExisting();
			await dialog.root.getByText('Connection tested successfully').waitFor();
			await takePicture(editor.page, 'credential-works');

			// The test is free of charge: it gets the balance and starts no video.
			expect(editor.standIn.requestsTo('balance').map(({ status }) => status)).toContain(200);
			expect(editor.standIn.requestsTo('submit')).toEqual([]);
		});
	});
});
