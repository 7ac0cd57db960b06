/** Runs all stand-ins in one process of their own, away from n8n and from the benchmark. */
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { startStandIn, type StandIn } from '../../test/novita-standin/standin.cts';
import type { JobPlan, StandInAddresses } from './jobs.cts';
import { minimaxRoutes } from './minimax.cts';
import { novitaRecord, planNovitaJob } from './novitaJobs.cts';
import { openAiRoutes } from './openai.cts';
import { PeerFault, PeerTasks } from './peerTasks.cts';

const HOST = '127.0.0.1';

async function listen(app: FastifyInstance): Promise<string> {
	await app.listen({ host: HOST, port: 0 });
	return `http://${HOST}:${(app.server.address() as AddressInfo).port}`;
}

function createPeers(tasks: PeerTasks): FastifyInstance {
	const app = fastify({ forceCloseConnections: true });
	app.setErrorHandler(async (thrown, request, reply) => {
		if (!(thrown instanceof PeerFault)) throw thrown;
		if (thrown.status !== undefined) return await reply.code(thrown.status).send();
		reply.hijack();
		request.raw.socket.resetAndDestroy();
	});
	minimaxRoutes(app, tasks);
	openAiRoutes(app, tasks);
	return app;
}

/** The benchmark's own door: a job is planned at all services, and read from the one that saw it. */
function createControl(novita: StandIn, peers: PeerTasks): FastifyInstance {
	const app = fastify({ forceCloseConnections: true });
	app.put<{ Params: { name: string }; Body: JobPlan }>('/jobs/:name', async ({ params, body }) => {
		planNovitaJob(novita, params.name, body);
		peers.plan(params.name, body);
		return {};
	});
	app.get<{ Params: { name: string } }>('/jobs/:name', async ({ params }) => {
		const record = novitaRecord(novita, params.name);
		return record.requests > 0 ? record : peers.record(params.name);
	});
	return app;
}

async function main(): Promise<void> {
	const novita = await startStandIn();
	const tasks = new PeerTasks();
	const apps = [createPeers(tasks), createControl(novita, tasks)];
	const [peers, control] = await Promise.all(apps.map(listen));
	process.once('disconnect', () => {
		void Promise.all([novita.close(), ...apps.map(async (app) => await app.close())]);
	});
	process.send?.({
		novita: novita.url,
		peers,
		control,
		apiKey: novita.apiKey,
	} satisfies StandInAddresses);
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exit(1);
});
