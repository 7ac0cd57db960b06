import { priceOf } from '../demo/prices.cts';
import { MODELS, type ModelRequest } from '../nodes/NovitaKling/models';
import { OPERATIONS, VIDEO_OPERATIONS } from '../nodes/NovitaKling/parameters/operations';
import type { Finding } from './findings.cts';
import { inWords, type Exchange } from './novita.cts';
import type { UnpaidPosts } from './unpaidPosts.cts';

/** A route of the catalogue, and who uses it. */
interface Route {
	readonly path: string;
	/** Models and operations by their names in the panel. */
	readonly users: readonly string[];
	/** Wire names of the fields without which the page allows no request. */
	readonly required: readonly string[];
	/** US dollars for the shortest estimate; infinite where no price is known. */
	readonly dollars: number;
}

/** What every estimate is made for; only the order of the prices counts here. */
const BODY = { duration: 5 };

/** Why it is safe to post to a route that makes videos. */
export const WHY_NOTHING_IS_PAID =
	'Each route gets an empty body. It lacks the prompt or the image that the page requires, so no task can come of it and nothing can be billed. The check stops all the same at the first answer that is no refusal or names a task, and at any change of the balance.';

/** Has none of the fields that a page requires. */
export const EMPTY_BODY = '{}';

/** Every route that the node submits to, the cheapest first, should the worst happen. */
export function catalogueRoutes(): readonly Route[] {
	const routes = new Map<string, Route>();
	for (const model of MODELS) {
		for (const operation of VIDEO_OPERATIONS) {
			const request = model.operations[operation];
			if (!request) continue;
			const earlier = routes.get(request.path);
			const user = `${model.displayName}, ${OPERATIONS[operation].displayName}`;
			routes.set(request.path, {
				path: request.path,
				users: [...(earlier?.users ?? []), user],
				required: requiredFields(request),
				dollars: priceOf(model.id, operation, BODY)?.dollars ?? Number.POSITIVE_INFINITY,
			});
		}
	}
	return [...routes.values()].sort((one, other) => (one.dollars < other.dollars ? -1 : 1));
}

function requiredFields({ fields, constants }: ModelRequest): string[] {
	const required = fields.filter((field) => field.required).map(({ wireName }) => wireName);
	return [...required, ...Object.keys(constants ?? {})];
}

/**
 * Asks whether a route still exists, with an empty body, which it has to refuse.
 *
 * @throws PostsStopped at the first sign that the body was not refused
 */
export async function checkRoute(route: Route, posts: UnpaidPosts): Promise<Finding> {
	const users = route.users.join(' and ');
	if (route.required.length === 0) {
		const text = `${users}: not asked, because an empty body might be a whole request there.`;
		return { verdict: 'open', text, exchanges: [] };
	}
	const exchange = await posts.post(route.path, EMPTY_BODY, 'an empty body');
	const [verdict, says] = meaningOf(exchange);
	const text = `${users}: ${says} (${inWords(exchange)}).`;
	return { verdict, text, exchanges: [exchange] };
}

const MEANINGS: Readonly<Record<number, readonly [Finding['verdict'], string]>> = {
	400: ['expected', 'the route exists'],
	401: ['different', 'the account may not use it'],
	403: ['different', 'the account may not use it'],
	404: ['different', 'Novita does not offer it any more'],
	422: ['expected', 'the route exists'],
};

function meaningOf({ answer }: Exchange): readonly [Finding['verdict'], string] {
	return MEANINGS[answer?.status ?? 0] ?? ['open', 'the answer does not tell'];
}
