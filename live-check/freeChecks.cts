import { randomUUID } from 'node:crypto';
import { reasonOf } from '../nodes/NovitaKling/transport/answers';
import type { Check, Finding } from './findings.cts';
import { inWords, type Exchange, type Novita } from './novita.cts';
import { catalogueRoutes, checkRoute, EMPTY_BODY, WHY_NOTHING_IS_PAID } from './routes.cts';
import type { UnpaidPosts } from './unpaidPosts.cts';

/** What the free checks work with. */
export interface FreeContext {
	readonly novita: Novita;
	readonly posts: UnpaidPosts;
}

/** The answers that the node takes for what it is. */
interface Expected {
	readonly statuses: readonly number[];
	/** Novita's reasons; undefined for an answer that is not in Novita's form. */
	readonly reasons: ReadonlyArray<string | undefined>;
}

const KEY_REFUSED: Expected = {
	statuses: [400, 401, 403],
	reasons: ['MISSING_API_KEY', 'INVALID_API_KEY', 'FAILED_TO_AUTH'],
};
const TASK_UNKNOWN: Expected = { statuses: [404], reasons: ['TASK_NOT_FOUND'] };
// A plain text or Novita's form: the node does not depend on which.
const ROUTE_UNKNOWN: Expected = { statuses: [404], reasons: ['API_NOT_FOUND', undefined] };
const BODY_REFUSED: Expected = { statuses: [400], reasons: ['INVALID_REQUEST_BODY'] };

/** JSON that ends in its middle, so that it is no request at all. */
const CUT_BODY = '{"prompt":';
const UNKNOWN_ROUTE = '/v3/async/kling-no-such-model';

/** Whether an answer has the form by which the node knows Novita's own word. */
function isInNovitasForm({ answer }: Exchange): boolean {
	return typeof answer?.json?.code === 'number' && reasonOf(answer) !== undefined;
}

function judge(exchange: Exchange, what: string, { statuses, reasons }: Expected): Finding {
	const { answer } = exchange;
	const exchanges = [exchange];
	const words = inWords(exchange);
	if (!answer) return { verdict: 'open', text: `${what}: no answer (${words}).`, exchanges };
	const reason = isInNovitasForm(exchange) ? reasonOf(answer) : undefined;
	if (statuses.includes(answer.status) && reasons.includes(reason)) {
		return { verdict: 'expected', text: `${what}: ${words}.`, exchanges };
	}
	const wanted = `${statuses.join(' or ')} ${reasons.filter(Boolean).join(' or ')}`;
	const text = `${what}: ${words}. The node expects HTTP ${wanted}, in Novita's form.`;
	return { verdict: 'different', text, exchanges };
}

/** Everything that costs nothing, in the order in which it is asked. */
export const FREE_CHECKS: ReadonlyArray<Check<FreeContext>> = [
	{
		title: 'The balance',
		run: async ({ novita }, note) => {
			const exchange = await novita.balance();
			const isText = typeof exchange.answer?.json?.availableBalance === 'string';
			note({
				verdict: isText ? 'expected' : 'different',
				text: isText ? 'It comes as text.' : 'It does not come as text, as the node needs it.',
				exchanges: [exchange],
			});
		},
	},
	{
		title: 'The form of errors',
		run: async ({ novita, posts }, note) => {
			const nobody = randomUUID();
			note(judge(await novita.balance('none'), 'Balance without a key', KEY_REFUSED));
			note(judge(await novita.balance('wrong'), 'Balance with a wrong key', KEY_REFUSED));
			note(judge(await novita.taskResult(nobody, 'none'), 'Task without a key', KEY_REFUSED));
			note(judge(await novita.taskResult(nobody, 'wrong'), 'Task with a wrong key', KEY_REFUSED));
			note(judge(await novita.taskResult(nobody), 'A task that does not exist', TASK_UNKNOWN));
			const unknown = await posts.post(UNKNOWN_ROUTE, EMPTY_BODY, 'an empty body');
			note(judge(unknown, 'A route that does not exist', ROUTE_UNKNOWN));
			const cut = await posts.post(catalogueRoutes()[0].path, CUT_BODY, 'half a JSON text');
			note(judge(cut, 'A body that is no JSON', BODY_REFUSED));
		},
	},
	{
		title: 'The routes of the catalogue',
		explanation: WHY_NOTHING_IS_PAID,
		run: async ({ posts }, note) => {
			for (const route of catalogueRoutes()) note(await checkRoute(route, posts));
		},
	},
];
