import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { name as PACKAGE_NAME, version as VERSION } from '../../package.json';
import { startStandIn, type StandIn } from '../novita-standin/standin.cts';
import { startN8n, TARBALL_VARIABLE, type N8nServer } from '../server/fixture/n8nServer.cts';
import { packPackage } from '../server/fixture/pack.cts';
import { runCommand } from '../server/fixture/runCommand.cts';
import { CommunityNodes } from './communityNodes.cts';
import { CredentialDialog } from './credentialDialog.cts';
import { startEditor, type Editor } from './editor.cts';
import { startInternet, type Internet } from './internet.cts';
import { NodeCreator } from './nodeCreator.cts';
import { NodePanel } from './nodePanel.cts';
import { packAs, startNpmRegistry, type NpmRegistry } from './npmRegistry.cts';
import { takePicture, watched } from './pictures.cts';

const NEWER_VERSION = '99.0.0';

/** The task takes two seconds; n8n saves, starts and shows it, on a busy machine in many. */
const VIDEO_LIMIT_MS = 90_000;

/** What a new user's n8n reaches on the internet; the name of the videos' host is made up. */
const HOSTS = {
	registry: 'registry.npmjs.org',
	novita: 'api.novita.ai',
	videos: 'videos.example.com',
};

const REGISTRY_URL = `https://${HOSTS.registry}`;

/** npm fetches n8n-workflow with the package, which the package names as its peer. */
const COMMAND_LIMIT_MS = 120_000;

describe('the README, followed in a fresh n8n', () => {
	let folder: string;
	let standIn: StandIn;
	let registry: NpmRegistry;
	let internet: Internet;
	let n8n: N8nServer;
	let editor: Editor;
	let nodes: CommunityNodes;
	let tarball: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'n8n-first-video-'));
		standIn = await startStandIn({ videoLinkOrigin: `https://${HOSTS.videos}` });
		registry = await startNpmRegistry(PACKAGE_NAME, REGISTRY_URL);
		const servers = {
			[HOSTS.registry]: registry.url,
			[HOSTS.novita]: standIn.url,
			[HOSTS.videos]: standIn.videoOrigin,
		};
		internet = await startInternet(servers, folder);
		n8n = await startN8n({ withoutPackage: true, environment: internet.environment });
		editor = await startEditor(n8n.url, standIn);
		nodes = new CommunityNodes(editor);
		tarball = process.env[TARBALL_VARIABLE] ?? (await packPackage(folder));
		await registry.publish(tarball);
	});

	afterAll(async () => {
		await editor?.close();
		await n8n?.stop();
		await internet?.close();
		await registry?.close();
		await rm(folder, { recursive: true, force: true });
	});

	test('installs the node in the settings', async () => {
		await watched(editor.page, 'install', async () => {
			await nodes.open();
			await nodes.install('Install a community node', PACKAGE_NAME);
			expect(await nodes.cards.innerText()).toContain('Novita AI Kling');
			expect(await nodes.cards.innerText()).toContain(`v${VERSION}`);
			await takePicture(editor.page, 'install-done');
		});
	});

	test('takes the API key alone, and makes the first video', async () => {
		await watched(editor.page, 'first-video', async () => {
			await editor.openNewWorkflow();
			const creator = new NodeCreator(editor.page);
			await creator.open();
			await creator.find('kling');
			await creator.add('Generate a video from text');

			const dialog = new CredentialDialog(editor.page);
			await dialog.openNew();
			await dialog.write('API Key', standIn.apiKey);
			await dialog.save();
			await dialog.root.waitFor({ state: 'hidden' });

			const panel = new NodePanel(editor.page);
			await panel.write('prompt', 'A red fox runs through fresh snow');
			await panel.execute();
			await panel.output.getByTestId('ndv-binary-data_0').waitFor({ timeout: VIDEO_LIMIT_MS });
			await panel.output.getByText('1 video, about 1.17 US dollars').waitFor();
			await takePicture(editor.page, 'first-video');
			expect(standIn.tasks).toHaveLength(1);
		});
	});

	test('updates the node, and goes back to an older version', async () => {
		await watched(editor.page, 'update', async () => {
			await registry.publish(await packAs(NEWER_VERSION, tarball, folder));
			await nodes.open();
			await nodes.update();
			await nodes.cards.getByText(`v${NEWER_VERSION}`).waitFor();
			await takePicture(editor.page, 'update-done');

			await nodes.uninstall();
			await nodes.install('Install a community node', `${PACKAGE_NAME}@${VERSION}`);
			await nodes.cards.getByText(`v${VERSION}`).waitFor();
		});
	});

	test('uninstalls the node; the credential and the tasks stay', async () => {
		await watched(editor.page, 'uninstall', async () => {
			await nodes.uninstall();
			expect(await n8n.request({ url: '/rest/credentials' })).toHaveLength(1);
			const { data } = await n8n.request<{ data: Array<{ name: string }> }>({
				url: '/rest/data-tables-global',
			});
			expect(data.map(({ name }) => name)).toEqual(['Novita Kling Tasks']);
		});
	});

	test('is installed from the command line, too', async () => {
		const nodesFolder = join(n8n.userFolder, '.n8n', 'nodes');
		await runCommand('npm', ['i', PACKAGE_NAME], {
			folder: nodesFolder,
			limitMs: COMMAND_LIMIT_MS,
			environment: { ...internet.environment, npm_config_registry: REGISTRY_URL },
		});
		await n8n.restart();
		await n8n.logIn();
		await watched(editor.page, 'command-line', async () => {
			await editor.openNewWorkflow();
			const creator = new NodeCreator(editor.page);
			await creator.open();
			await creator.find('kling');
		});
	});
});
