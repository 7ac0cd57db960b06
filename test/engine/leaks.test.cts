import axios from 'axios';
import { findLeaks } from './leaks.cts';
import { API_KEY, items, kling, useKling } from './setup.cts';
import type { Behaviour } from '../novita-standin/standin.cts';

const tests = useKling();

/** Answers that quote the key, as a careless service or proxy might. */
const ECHO = `Authorization: Bearer ${API_KEY} is not allowed`;
const echo = (status: number, text = ECHO) => ({ kind: 'answer', status, text }) as const;
const echoInForm = (status: number) => {
	const body = { code: status, reason: 'INVALID_REQUEST_BODY', message: ECHO, metadata: {} };
	return echo(status, JSON.stringify(body));
};

/** Every end of a run whose message quotes what came from outside. */
const ENDINGS: Record<string, Behaviour> = {
	'a refusal that quotes the key': { submit: [echoInForm(400)] },
	'a plain text that quotes the key': { submit: [echo(400)] },
	'a gateway that quotes the key': { submit: [echo(502)] },
	'a refused status call that quotes the key': { status: [echoInForm(401)] },
	'a lost task': { status: [{ kind: 'lost' }] },
	'a lost connection at the submit': { submit: [{ kind: 'reset' }] },
	'a failed task that quotes the key': { ending: 'failed', reason: ECHO },
	'a link that is refused for good': { video: [{ kind: 'expired', times: Infinity }] },
	'a video that is too large': { videoBytes: 2_000_000 },
	'a link to a place that may not be opened': {
		status: [{ kind: 'videoUrl', url: 'file:///etc/passwd?X-Amz-Signature=abc', times: Infinity }],
	},
};

/** Enough for the endings above, and short enough for a test. */
const options = { timeout: 0.08, maxDownloadSize: 1 };

/** Runs a node that ends in the given way. */
async function endingRun(behaviour: Behaviour, onError: 'stopWorkflow' | 'continueRegularOutput') {
	const scene = await tests.scene();
	scene.novita.setDefault(behaviour);
	const run = await scene.run(kling({ options }, { onError }), { input: items({}, {}) });
	return { scene, run };
}

it.concurrent.each(Object.entries(ENDINGS))(
	'%s: no secret is left behind',
	async (_what, behaviour) => {
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			const { scene, run } = await endingRun(behaviour, onError);
			expect(findLeaks(API_KEY, [run], [scene.novita])).toEqual([]);
		}
	},
);

describe('the search itself', () => {
	/** A run whose one node fails with a text; by the engine itself, so that no scene remembers it. */
	const runThatSays = async (message: string) =>
		await tests.engine.run({
			nodes: [{ name: 'Say', type: 'test.failing', parameters: { message } }],
		});

	it('finds a signed link in an error', async () => {
		const run = await runThatSays('http://a.b/c?X-Amz-Signature=d');
		expect(findLeaks(API_KEY, [run], [])).toEqual([expect.stringContaining('signed link')]);
	});

	it('finds a key in a stored error', async () => {
		const other = 'sk_another_secret_0123456789';
		const run = await runThatSays(`Bearer ${other}`);
		expect(findLeaks(other, [run], [])).toEqual([expect.stringContaining('API key')]);
	});

	it('finds a key that goes to the wrong host', async () => {
		const scene = await tests.scene();
		const headers = { 'x-forwarded-key': API_KEY };
		await axios.get(scene.novita.videoOrigin, { headers, validateStatus: () => true });
		expect(findLeaks(API_KEY, [], [scene.novita])).toEqual([
			expect.stringContaining('to the video server'),
		]);
		scene.novita.reset();
	});
});
