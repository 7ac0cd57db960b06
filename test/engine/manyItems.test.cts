import { items, kling, KLING, say, SAY, useKling } from './setup.cts';

const tests = useKling();

const prompts = (count: number) => Array.from({ length: count }, (_, index) => `Video ${index}`);

it.concurrent(
	'keeps a rate limit that says nothing, with few refusals, and pays for each item once',
	async () => {
		const perMinute = 5;
		const scene = await tests.scene({ submitsPerMinute: perMinute, saysRetryAfter: false });
		const run = await scene.run(kling(SAY), { input: say(...prompts(perMinute + 3)) });
		expect(run.status).toBe('success');
		expect(scene.paidPrompts).toEqual(prompts(perMinute + 3));
		const refused = scene.novita.requestsTo('submit').filter(({ status }) => status === 429);
		expect(refused.length).toBeGreaterThan(0);
		expect(refused.length).toBeLessThanOrEqual(10);
	},
	180_000,
);

it.concurrent('has a hundred tasks open at a time by default', async () => {
	const scene = await tests.scene();
	scene.novita.setDefault({ ending: 'never' });
	const node = kling({ ...SAY, options: { maxVideos: 102 } });
	const started = scene.start(node, { input: say(...prompts(102)) });
	await scene.novita.waitFor(({ tasks }) => tasks.length === 100, 50_000);
	// The others are not submitted although there is time for it.
	const polls = scene.novita.requestsTo('status').length;
	await scene.novita.waitFor(({ requests }) => requests.length > 100 + polls + 100, 50_000);
	started.cancel();
	await started.result;
	expect(scene.novita.tasks).toHaveLength(100);
});

it.concurrent('lets n8n work on while it checks many items', async () => {
	const scene = await tests.scene();
	let rounds = 0;
	let isRunning = true;
	const count = () => {
		rounds += 1;
		if (isRunning) setImmediate(count);
	};
	const input = [...say(...prompts(400)), ...items({ say: '' })];
	const started = scene.start(kling(SAY), { input });
	count();
	const before = rounds;
	const run = await started.result;
	isRunning = false;
	expect(run.error?.message).toContain('Prompt');
	expect(rounds - before).toBeGreaterThan(10);
	expect(scene.novita.requests).toEqual([]);
	expect(run.nodeRuns(KLING)).toHaveLength(1);
});
