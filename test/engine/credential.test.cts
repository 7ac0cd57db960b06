import { API_KEY, items, kling, KLING, useKling, type Scene } from './setup.cts';

const tests = useKling();

const BALANCE_PATH = '/openapi/v1/billing/balance/detail';

describe('the test of the credential', () => {
	const test = async (scene: Scene, more: object = {}) =>
		await tests.engine.testCredential('novitaApi', { ...scene.credential, ...more });

	it.concurrent('succeeds with a good key, free of charge', async () => {
		const scene = await tests.scene();
		expect(await test(scene)).toMatchObject({ status: 'OK' });
		expect(scene.novita.requests).toMatchObject([
			{ method: 'GET', path: BALANCE_PATH, status: 200 },
		]);
		expect(scene.novita.tasks).toEqual([]);
	});

	it.concurrent('succeeds with white space around the key, as it comes by copying', async () => {
		const scene = await tests.scene();
		expect(await test(scene, { apiKey: ` ${API_KEY}\n` })).toMatchObject({ status: 'OK' });
	});

	it.concurrent.each(['/', '//', ' '])('succeeds with "%s" after the Base URL', async (ending) => {
		const scene = await tests.scene();
		const result = await test(scene, { baseUrl: ` ${scene.novita.url}${ending}` });
		expect(result).toMatchObject({ status: 'OK' });
	});

	it.concurrent('fails with a wrong key, and says where to get one', async () => {
		const scene = await tests.scene();
		const { status, message } = await test(scene, { apiKey: 'sk_a-wrong-key' });
		expect(status).toBe('Error');
		expect(message).toMatch(/^Novita did not accept the API key\. .*Key Management/);
		expect(message).not.toContain('sk_a-wrong-key');
	});

	it.concurrent.each([
		[{ apiKey: ' ' }, 'API Key is empty'],
		[{ baseUrl: 'api.novita.ai' }, 'does not begin with https://'],
		[{ baseUrl: 'api.novita.ai/v3' }, 'Set Base URL in the credential to https://api.novita.ai.'],
		[{ baseUrl: 'ftp://api.novita.ai' }, 'not a plain http or https address'],
		[
			{ baseUrl: 'https://no-such-host.invalid' },
			'The host no-such-host.invalid could not be found',
		],
	])('fails with %j: %s', async (credential, words) => {
		const scene = await tests.scene();
		const result = await test(scene, credential);
		expect(result).toMatchObject({ status: 'Error', message: expect.stringContaining(words) });
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('fails at a page that does not come from Novita', async () => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults([{ kind: 'html' }]);
		const { status, message } = await test(scene);
		expect(status).toBe('Error');
		expect(message).toContain('does not answer like the Novita API');
		expect(message).toContain('Set Base URL to https://api.novita.ai');
	});

	it.concurrent('fails where Novita is too busy to tell', async () => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults([{ kind: 'rateLimit' }]);
		const { status, message } = await test(scene);
		expect(status).toBe('Error');
		expect(message).toContain('Test the credential again in a minute');
	});

	it.concurrent('follows no redirect, so that no other host gets the key', async () => {
		const scene = await tests.scene();
		scene.novita.setBalanceFaults([{ kind: 'redirect' }]);
		const { status, message } = await test(scene);
		expect(status).toBe('Error');
		expect(message).toContain('redirects to http');
		expect(leaks(scene)).toEqual([]);
		expect(scene.novita.requests).toHaveLength(1);
	});

	it.concurrent('fails where nobody answers', async () => {
		const scene = await tests.scene();
		const { host } = new URL(scene.novita.url);
		scene.novita.refuseConnections();
		const { status, message } = await test(scene);
		expect(status).toBe('Error');
		expect(message).toContain(`Nothing answers at ${host}`);
	});
});

/** Requests beyond the API's origin that carried the key or a cookie. */
const leaks = (scene: Scene) =>
	scene.novita.requests.filter(
		({ server, headers }) =>
			server !== 'api' && (headers.authorization !== undefined || headers.cookie !== undefined),
	);

describe('the key', () => {
	it.concurrent('goes to the API and not to the host of the video', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling());
		expect(run.status).toBe('success');
		const ofApi = scene.novita.requests.filter(({ server }) => server === 'api');
		expect(ofApi.length).toBeGreaterThan(1);
		for (const { headers } of ofApi) expect(headers.authorization).toBe(`Bearer ${API_KEY}`);
		expect(scene.novita.requestsTo('video')).toHaveLength(1);
		expect(leaks(scene)).toEqual([]);
	});

	it.concurrent('does not follow a video to a third host', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ video: [{ kind: 'redirect', to: 'otherHost' }] });
		const run = await scene.run(kling());
		expect(run.output(KLING)[0]?.binary?.data).toBeDefined();
		expect(scene.novita.requests.map(({ server }) => server)).toContain('other');
		expect(leaks(scene)).toEqual([]);
	});

	it.concurrent.each([301, 302, 307, 308])('does not follow a %i of the submit', async (status) => {
		const scene = await tests.scene();
		scene.novita.setDefault({ submit: [{ kind: 'redirect', to: 'otherHost', status }] });
		const run = await scene.run(kling());
		expect(run.status).toBe('error');
		expect(scene.novita.requests.map(({ server }) => server)).toEqual(['api']);
	});

	it.concurrent('does not follow a redirect of the task result', async () => {
		const scene = await tests.scene();
		scene.novita.setDefault({ status: [{ kind: 'redirect', to: 'otherHost' }] });
		const run = await scene.run(kling());
		expect(run.status).toBe('success');
		expect(scene.novita.requests.map(({ server }) => server)).not.toContain('other');
	});

	it.concurrent('is trimmed of the white space that copying brings', async () => {
		const scene = await tests.scene();
		const credential = { ...scene.credential, apiKey: ` ${API_KEY}\n` };
		const run = await scene.run(kling({ waitMode: 'none' }), { credential });
		expect(run.status).toBe('success');
		expect(scene.novita.requests[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
	});

	it.concurrent('that is wrong is reported as such, and nothing is paid', async () => {
		const scene = await tests.scene();
		const credential = { ...scene.credential, apiKey: 'sk_wrong_key' };
		const run = await scene.run(kling(), { credential, input: items({}, {}) });
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain('API key');
		expect(run.toSearchableText()).not.toContain('sk_wrong_key');
		expect(scene.novita.tasks).toEqual([]);
	});
});

describe('the base URL', () => {
	it.concurrent.each(['/', '//', ' '])('may end in "%s"', async (ending) => {
		const scene = await tests.scene();
		const credential = { ...scene.credential, baseUrl: scene.novita.url + ending };
		const run = await scene.run(kling({ waitMode: 'none' }), { credential });
		expect(run.error).toBeUndefined();
		expect(scene.novita.requests).toMatchObject([{ status: 200 }]);
	});

	it.concurrent.each(['not an address', 'ftp://example.com', 'http://user:word@127.0.0.1:9'])(
		'cannot be "%s"',
		async (baseUrl) => {
			const scene = await tests.scene();
			const run = await scene.run(kling(), { credential: { ...scene.credential, baseUrl } });
			expect(run.status).toBe('error');
			expect(run.error?.message).toContain('Base URL');
			expect(scene.novita.requests).toEqual([]);
		},
	);

	it.concurrent(
		'where nobody answers: the message says that nothing was sent or paid',
		async () => {
			const scene = await tests.scene();
			scene.novita.refuseConnections();
			const run = await scene.run(kling());
			expect(run.error?.message).toContain('could not be reached');
			expect(run.error?.description).toContain('nothing was paid');
		},
	);
});
