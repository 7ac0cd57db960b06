import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal, ROUTE_NOT_FOUND } from './errors.cts';
import { Exchange } from './exchange.cts';
import { createServer } from './server.cts';
import type { StandInState } from './state.cts';
import { statusRoute } from './statusRoute.cts';
import { submitRoute } from './submitRoute.cts';
import { usageRoute } from './usageRoute.cts';

function checkKey(request: FastifyRequest, apiKey: string): void {
	const { authorization } = request.headers;
	if (authorization === undefined) throw new Refusal('MISSING_API_KEY');
	if (authorization !== `Bearer ${apiKey}`) throw new Refusal('INVALID_API_KEY');
}

function balanceRoute(app: FastifyInstance, state: StandInState): void {
	const config = { kind: 'balance' as const };
	app.get('/openapi/v1/billing/balance/detail', { config }, async (request, reply) => {
		const exchange = new Exchange(request, reply, state);
		return (await exchange.meets(state.meetBalance())) ? reply : state.balance;
	});
}

/** Creates the API: the submits of all models, the task result, the balance and the usage. */
export function createApiServer(state: StandInState): FastifyInstance {
	const app = createServer('api', state);
	app.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).type('text/plain').send(ROUTE_NOT_FOUND),
	);
	// In a scope of its own: a path that is not served answers 404 with and without a key.
	app.register(async (routes) => {
		routes.addHook('onRequest', async (request) => checkKey(request, state.apiKey));
		for (const page of Object.entries(state.pages)) submitRoute(routes, page, state);
		statusRoute(routes, state);
		balanceRoute(routes, state);
		usageRoute(routes, state);
	});
	return app;
}
