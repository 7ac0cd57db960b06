/** Runs the example workflows in n8n's own engine and writes their videos to disk. */
import { join } from 'node:path';
import { startEngine, type Engine, type LogEntry } from '../test/engine/harness/engine.cts';
import { readFlags, type Flags } from './flags.cts';
import { prepareOutput, readInputs, type Inputs } from './inputs.cts';
import { startProgress } from './progress.cts';
import { conclusion, introduction } from './report.cts';
import { runJob } from './runJob.cts';
import { openService, type Service } from './service.cts';
import { onStop, STOPPED_EXIT_CODE } from './stop.cts';
import { Traffic } from './traffic.cts';
import { runToEnd, UserError } from './userError.cts';
import { VideoJob } from './videoJob.cts';

const PROJECT = join(__dirname, '..');

/** Gets the balance, which is free, so that a wrong key is found before anything is submitted. */
async function checkKey(engine: Engine, service: Service): Promise<void> {
	const { status, message } = await engine.testCredential('novitaApi', { ...service.credential });
	if (status !== 'OK') {
		throw new UserError(
			`The API key was not accepted at ${service.credential.baseUrl}: ${message}`,
			'Nothing was paid. Check NOVITA_API_KEY and the network; keys are made at novita.ai under Settings, Key Management.',
		);
	}
}

async function makeVideos(
	flags: Flags,
	inputs: Inputs,
	service: Service,
	engine: Engine,
): Promise<number> {
	const startedAt = performance.now();
	const traffic = new Traffic();
	const jobs: VideoJob[] = inputs.examples.map(
		(example) => new VideoJob(example, (job) => progress.changed(job)),
	);
	const progress = startProgress(jobs);
	const stop = onStop(() => progress.say('Stopping the workflows …'));
	try {
		const context = {
			engine,
			traffic,
			credential: service.credential,
			photo: inputs.photo,
			outputFolder: flags.output,
			isStandIn: service.isStandIn,
			stop: stop.signal,
		};
		await Promise.all(jobs.map(async (job) => await runJob(job, context)));
	} finally {
		stop.release();
		progress.stop();
		traffic.close();
	}
	if (stop.signal.aborted) {
		if (service.isStandIn) {
			console.log('The stand-in ends with the demo, and its tasks end with it.');
		}
		return STOPPED_EXIT_CODE;
	}
	console.log(conclusion(flags, service, jobs, performance.now() - startedAt));
	return jobs.every(({ phase }) => phase === 'done') ? 0 : 1;
}

function printLog({ level, message }: LogEntry): void {
	console.error(`[n8n ${level}] ${message}`);
}

async function runDemo(): Promise<number> {
	const flags = readFlags(process.argv);
	const inputs = await readInputs(flags);
	await prepareOutput(flags.output);
	const service = await openService(flags, process.env);
	try {
		console.log(introduction(flags, inputs, service));
		const engine = await startEngine({
			packageFolder: PROJECT,
			onLog: flags.verbose ? printLog : undefined,
		});
		try {
			await checkKey(engine, service);
			return await makeVideos(flags, inputs, service, engine);
		} finally {
			await engine.close();
		}
	} finally {
		await service.close();
	}
}

runToEnd(runDemo);
