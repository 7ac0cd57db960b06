import { startCluster, type Cluster } from './queue/cluster.cts';
import { KilledWorkers } from './queue/killedWorkers.cts';
import { report, type Measurement } from './queue/measurement.cts';
import { SideBySide } from './queue/sideBySide.cts';
import type { Worker } from './queue/worker.cts';
import { API_KEY } from './setup.cts';

let cluster: Cluster;

let workers: Worker[];

let killed: KilledWorkers;

const measurements: Measurement[] = [];

beforeAll(async () => {
	cluster = await startCluster();
	workers = await cluster.startWorkers('worker-1', 'worker-2');
});

afterAll(async () => {
	await report(measurements, killed?.secondsUntilMissed);
	await cluster?.stop();
});

describe('forty executions side by side on two workers', () => {
	test('submitted now and collected later: each paid once, all files there', async () => {
		measurements.push(...(await new SideBySide(cluster, workers).submitAndCollect()));
	});

	test('polled: each holds a slot until its file is there, each paid once', async () => {
		measurements.push(await new SideBySide(cluster, workers).poll());
	});

	test('suspended: all wait at the same time and hold no slot, each paid once', async () => {
		// n8n takes a minute and more to miss a killed worker, which is this test's time.
		killed = await KilledWorkers.play(cluster, workers);
		workers = await cluster.startWorkers('worker-3', 'worker-4');
		measurements.push(await new SideBySide(cluster, workers).suspend());
	});
});

describe('workers that were killed with -9', () => {
	test('what was suspended is woken by the other worker', async () => {
		await killed.expectSuspended();
	});

	test('what was polled is not run again, not paid again, and can be collected', async () => {
		await killed.expectPolled();
	});

	test('a suspended execution that was just being checked is not paid again, and can be collected', async () => {
		await killed.expectCaught();
	});
});

test('the API key is in no log and went nowhere but to Novita', () => {
	const logs = [cluster.lab.n8n, ...cluster.workers].map((process) => process.logs).join();
	expect(logs).not.toContain(API_KEY);
	expect(logs).not.toContain('X-Amz-Signature');
	expect(cluster.lab.novita.requests.filter(({ leakedKey }) => leakedKey)).toEqual([]);
});
