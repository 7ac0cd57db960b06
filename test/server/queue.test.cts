import { startCluster, type Cluster } from './queue/cluster.cts';
import { FortyExecutions } from './queue/fortyExecutions.cts';
import { KilledWorkers, STALLED } from './queue/killedWorkers.cts';
import { report, type Measurement } from './queue/measurement.cts';
import type { Worker } from './queue/worker.cts';
import { API_KEY, errorOf } from './setup.cts';
import {
	expectCollectable,
	expectDelivered,
	learnUsualTime,
	type Phase,
	type PhaseRun,
	startInEachPhase,
} from './suspend/phases.cts';

let cluster: Cluster;

let workers: Worker[];

let killed: KilledWorkers;

const measurements: Measurement[] = [];

beforeAll(async () => {
	cluster = await startCluster();
	workers = await cluster.startWorkers('worker-1', 'worker-2');
});

afterAll(async () => {
	await report(measurements, killed?.secondsUntilNoticed);
	await cluster?.stop();
});

describe('forty concurrent executions on two workers', () => {
	test('submitted now and collected later: each paid once, all files there', async () => {
		measurements.push(...(await new FortyExecutions(cluster, workers).submitAndCollect()));
	});

	test("submitted against a day's limit: ten are paid, whichever worker has them", async () => {
		await new FortyExecutions(cluster, workers).keepToLimit();
	});

	test('polled: each keeps a worker busy until its file is there, each paid once', async () => {
		measurements.push(await new FortyExecutions(cluster, workers).poll());
	});

	test('suspended: all wait at the same time and keep no worker busy, each paid once', async () => {
		// n8n notices a killed worker after a minute or more, during which this test runs.
		killed = await KilledWorkers.create(cluster, workers);
		workers = await cluster.startWorkers('worker-3', 'worker-4');
		measurements.push(await new FortyExecutions(cluster, workers).suspend());
	});
});

describe('workers that were killed with -9', () => {
	test('what was suspended is resumed by the other worker', async () => {
		await killed.expectSuspended();
	});

	test('what was polled is not run again, not paid again, and can be collected', async () => {
		await killed.expectPolled();
	});

	test('what was sent, but not answered, is in the task log and is not sent again', async () => {
		await killed.expectSent();
	});

	test('a suspended execution whose worker died during its download is not paid again, and can be collected', async () => {
		await killed.expectInterrupted();
	});
});

describe('suspended runs of one and of twenty items, whose workers are all killed with -9', () => {
	const model = 'kling-v3.0-std';
	let runs: PhaseRun[];
	const runsIn = (phase: Phase) => runs.filter((run) => run.phase === phase);

	beforeAll(async () => {
		const { lab } = cluster;
		await learnUsualTime(lab, model);
		runs = await startInEachPhase(lab, 'killed', model);
		await Promise.all(workers.map(async (worker) => await worker.kill()));
		workers = await cluster.startWorkers('worker-5', 'worker-6');
	});

	test('in a sleep: the videos are delivered', async () => {
		for (const run of runsIn('asleep')) await expectDelivered(cluster.lab, run);
	});

	test.each(['polling', 'downloading'] as const)(
		'while %s: n8n ends the run, and the videos can be fetched',
		async (phase) => {
			for (const run of runsIn(phase)) {
				const ended = await cluster.lab.ended(run.executionId);
				expect(errorOf(ended).message).toContain(STALLED);
				await expectCollectable(cluster.lab, run);
			}
		},
	);
});

test('the API key is in no log and was sent to Novita alone', () => {
	const logs = [cluster.lab.n8n, ...cluster.workers].map((process) => process.logs).join();
	expect(logs).not.toContain(API_KEY);
	expect(logs).not.toContain('X-Amz-Signature');
	expect(cluster.lab.novita.requests.filter(({ leakedKey }) => leakedKey)).toEqual([]);
});
