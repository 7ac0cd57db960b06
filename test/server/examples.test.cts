import { testCollectLater } from './examples/collectLater.cts';
import {
	EXAMPLE_FILES,
	STICKY_NOTE,
	createProposedCredential,
	readExample,
} from './examples/example.cts';
import { testKeyFrames } from './examples/keyFrames.cts';
import { testLeftBehind } from './examples/leftBehind.cts';
import { testMoneyExamples } from './examples/money.cts';
import { testNightlyBatch } from './examples/nightlyBatch.cts';
import { testPhotoForm } from './examples/photoForm.cts';
import { testPhotoExamples } from './examples/photos.cts';
import { testSimpleExamples } from './examples/simple.cts';
import { testTimeoutBranch } from './examples/timeoutBranch.cts';
import { testUpload } from './examples/upload.cts';
import { startLab, type Lab } from './setup.cts';

let lab: Lab;

beforeAll(async () => {
	lab = await startLab();
	await createProposedCredential(lab);
});

afterAll(async () => {
	await lab?.stop();
});

describe('an example, imported and run:', () => {
	testSimpleExamples(() => lab);
	testPhotoExamples(() => lab);
	testKeyFrames(() => lab);
	testUpload(() => lab);
	testPhotoForm(() => lab);
	testNightlyBatch(() => lab);
	testCollectLater(() => lab);
	testLeftBehind(() => lab);
	testTimeoutBranch(() => lab);
	testMoneyExamples(() => lab);
});

describe.each(EXAMPLE_FILES)('%s', (file) => {
	const { nodes, connections, pinData, active } = readExample(file);

	test('has a note, no data, no secret and no credential ID', () => {
		expect(nodes.some(({ type }) => type === STICKY_NOTE)).toBe(true);
		expect({ pinData, active }).toEqual({ pinData: {}, active: false });
		for (const { credentials = {} } of nodes) {
			for (const credential of Object.values(credentials)) {
				expect(credential).toEqual({ id: null, name: expect.stringMatching(/ account$/) });
			}
		}
	});

	test('uses nodes in versions that n8n has, each by a name of its own', async () => {
		const known = await lab.n8n.request<Array<{ name: string; version: number | number[] }>>({
			url: '/types/nodes.json',
		});
		for (const { type, typeVersion } of nodes) {
			const versions = known.filter(({ name }) => name === type).flatMap(({ version }) => version);
			expect([type, versions]).toEqual([type, expect.arrayContaining([typeVersion])]);
		}
		expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	});

	test('connects nodes that exist', () => {
		const names = nodes.map(({ name }) => name);
		for (const [source, byType] of Object.entries(connections)) {
			const targets = Object.values(byType).flat(2);
			expect(names).toEqual(
				expect.arrayContaining([source, ...targets.map((target) => target!.node)]),
			);
		}
	});
});
