import { gzipSync } from 'node:zlib';
import { jpeg, otherFormat, paddedTo } from './images.cts';
import { startPhotoHost, type HostAnswer, type PhotoHost } from './photoHost.cts';
import { API_KEY, items, kling, KLING, RETRY_ON_FAIL, useKling } from './setup.cts';

const tests = useKling();

const LARGEST_BYTES = 10_000_000;
const PASSWORD = 'a-password-of-the-host';

let photo: Buffer;
let host: PhotoHost;

/** A JPEG that never ends. */
function* endless(): Generator<Buffer> {
	yield photo;
	for (;;) yield Buffer.alloc(64 * 1024);
}

beforeAll(async () => {
	photo = await jpeg();
	const redirect = (location: string): HostAnswer => ({
		status: 302,
		headers: { location },
		body: '',
	});
	host = await startPhotoHost({
		'/photo.jpg': { body: photo },
		'/photo.jpg?signature=a%2Fb': { body: photo },
		'/again.jpg': { body: photo },
		'/in-chunks': { body: [photo.subarray(0, 7), photo.subarray(7)] },
		'/packed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync(photo) },
		'/just.jpg': { body: paddedTo(photo, LARGEST_BYTES) },
		'/moved': redirect('/photo.jpg'),
		'/moved-twice': redirect('/moved'),
		'/loop': redirect('/loop'),
		'/to-a-file': redirect('file:///etc/passwd'),
		'/large.jpg': { body: paddedTo(photo, 12_400_000) },
		'/endless.jpg': { body: { [Symbol.iterator]: endless } },
		'/cut.jpg': { headers: { 'content-length': '99999' }, body: photo },
		'/login.jpg': { headers: { 'content-type': 'image/jpeg' }, body: '<!DOCTYPE html><p>Log in' },
		'/photo.webp': { body: await otherFormat('webp') },
		'/small.jpg': { body: await jpeg(299, 400) },
		'/secret.jpg': { status: 403, body: 'no' },
		'/broken.jpg': { status: 503, body: 'later' },
		'/empty.jpg': { body: '' },
		'/hanging.jpg': {},
	});
});

afterAll(async () => await host.close());

const requestsFor = (path: string) => host.requests.filter((request) => request.path === path);

/** A node that animates what n8n fetches from the address in each item. */
const animate = (more = {}, parameters = {}) =>
	kling(
		{
			...{ operation: 'imageToVideo', imageSource: 'fetchedUrl', waitMode: 'none' },
			...{ imageUrl: '={{ $json.address }}', prompt: '={{ $json.address }}', ...parameters },
		},
		more,
	);

const at = (...paths: string[]) => items(...paths.map((path) => ({ address: host.origin + path })));

describe('an image that n8n fetches', () => {
	it.concurrent.each([
		['/photo.jpg'],
		['/photo.jpg?signature=a%2Fb'],
		['/in-chunks'],
		['/packed'],
		['/moved-twice'],
	])('%s goes to Novita like a file', async (path) => {
		const scene = await tests.scene();
		const run = await scene.run(animate(), { input: at(path) });
		expect(run.error).toBeUndefined();
		expect(scene.bodies).toMatchObject([{ image: photo.toString('base64') }]);
	});

	it.concurrent('may be just 10 MB', async () => {
		const scene = await tests.scene();
		await scene.run(animate(), { input: at('/just.jpg') });
		const [{ image }] = scene.bodies as Array<{ image: string }>;
		expect(Buffer.from(image, 'base64').length).toBe(LARGEST_BYTES);
	});

	it.concurrent(
		'is fetched with the password in its address, and never with the API key',
		async () => {
			const scene = await tests.scene();
			const { host: name } = new URL(host.origin);
			const address = `http://me:${PASSWORD}@${name}/moved`;
			const run = await scene.run(animate(), { input: items({ address }) });
			expect(run.error).toBeUndefined();
			const basic = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`;
			const sent = host.requests.map(({ headers }) => headers.authorization);
			expect(sent.filter((value) => value === basic)).toHaveLength(2);
			expect(JSON.stringify(host.requests)).not.toContain(API_KEY);
			expect(requestsFor('/photo.jpg')[0]?.headers.accept).toMatch(/^image\/jpeg, image\/png/);
		},
	);
});

describe('what cannot be fetched or used', () => {
	it.concurrent.each([
		['/missing.jpg', 'Image URL: the host answered with HTTP 404'],
		['/secret.jpg', 'Image URL: the host answered with HTTP 403'],
		['/broken.jpg', 'Image URL: the host answered with HTTP 503'],
		['/login.jpg', 'Image URL: login.jpg is an HTML page, but the image must be a JPEG or PNG'],
		['/photo.webp', 'Image URL: photo.webp is a WebP image'],
		['/large.jpg', 'Image URL: large.jpg is 12.4 MB, more than the 10 MB that Novita accepts'],
		['/endless.jpg', 'Image URL: endless.jpg is over 10 MB'],
		['/small.jpg', 'Image URL: small.jpg is only 299 px wide (299 x 400 px)'],
		['/empty.jpg', 'Image URL: empty.jpg is empty'],
		['/cut.jpg', 'Image URL: n8n could not fetch the file: the connection was lost'],
		['/loop', 'Image URL: n8n could not fetch the file: too many redirects'],
		['/to-a-file', 'it redirects to an address that may not be opened'],
	])('%s: "%s"', async (path, message) => {
		const scene = await tests.scene();
		const input = at('/again.jpg', path);
		const run = await scene.run(animate(), { input });
		expect(run.error?.message).toContain(message);
		expect(run.error?.message).toContain('[item 1]');
		expect(run.errorText).toContain(
			'Nothing was sent to Novita for this item, and nothing was paid.',
		);
		expect(run.errorText).not.toContain(host.origin);
		expect(run.error?.context.details).toEqual({ kind: 'invalidInput', parameter: 'imageUrl' });
		expect(scene.novita.requests).toEqual([]);

		const goingOn = await scene.run(animate({ onError: 'continueRegularOutput' }), { input });
		expect(goingOn.output(KLING)[1]?.json.error).toMatchObject({ kind: 'invalidInput' });
		expect(scene.novita.tasks).toHaveLength(1);
	});

	it.concurrent('a connection that is refused says so, without the password', async () => {
		const scene = await tests.scene();
		const address = `http://me:${PASSWORD}@127.0.0.1:1/photo.jpg`;
		const run = await scene.run(animate(), { input: items({ address }) });
		expect(run.errorText).toContain('no connection to the service (ECONNREFUSED)');
		expect(run.errorText).not.toContain(PASSWORD);
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('an address that is none is shown without its password', async () => {
		const scene = await tests.scene();
		const address = `ftp://me:${PASSWORD}@example.com/photo.jpg`;
		const run = await scene.run(animate(), { input: items({ address }) });
		expect(run.errorText).toContain('Image URL is not an http or https address');
		expect(run.errorText).not.toContain(PASSWORD);
	});
});

describe('how much is fetched', () => {
	it.concurrent('no more than the limit of a file that never ends', async () => {
		const scene = await tests.scene();
		const before = host.sentInChunks();
		await scene.run(animate(), { input: at('/endless.jpg') });
		// What the kernel takes ahead is sent too; other tests fetch the same file side by side.
		expect(host.sentInChunks() - before).toBeLessThan(10 * LARGEST_BYTES);
	});

	it.concurrent('nothing of an item whose task is known', async () => {
		const scene = await tests.scene();
		const own = await startPhotoHost({ '/a.jpg': { body: photo }, '/b.jpg': { body: photo } });
		try {
			scene.novita.setDefault({ ending: 'never' });
			// Under Continue, the first time-out does not end the other item.
			const settings = { ...RETRY_ON_FAIL, maxTries: 2, onError: 'continueRegularOutput' };
			const node = animate(settings, { waitMode: 'poll', options: { timeout: 0.005 } });
			const input = items({ address: `${own.origin}/a.jpg` }, { address: `${own.origin}/b.jpg` });
			const run = await scene.run(node, { input });
			expect(run.output(KLING)[1]?.json.error).toMatchObject({ kind: 'timeout' });
			expect(scene.novita.requestsTo('status').length).toBeGreaterThan(2);
			expect(own.requests.map(({ path }) => path).sort()).toEqual(['/a.jpg', '/b.jpg']);
			expect(scene.novita.tasks).toHaveLength(2);
		} finally {
			await own.close();
		}
	});
});

it('a Stop ends the fetch, and nothing is sent', async () => {
	const scene = await tests.scene();
	const started = scene.start(animate(), { input: at('/hanging.jpg') });
	while (requestsFor('/hanging.jpg').length === 0) await new Promise(setImmediate);
	started.cancel();
	const run = await started.result;
	expect(run.status).toBe('canceled');
	expect(scene.novita.requests).toEqual([]);
});
