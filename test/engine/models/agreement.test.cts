import { useStandIn } from '../../novita-standin/testClient.cts';
import {
	DOCUMENTED,
	leastBodyOf,
	shotsOnWire,
	takesShotsForPrompt,
	titleOf,
	type DocumentedRequest,
	type RequestWithShots,
} from './documents.cts';
import { badItems, bodyOf } from './requests.cts';

/*
 * The wire test shows that the stand-in takes what the node sends. Here it refuses what the node
 * refuses: neither of the two is stricter than the other, and both are as strict as the pages.
 */

const novita = useStandIn();

/** An empty text is within some of the limits; the node refuses it, as no video of it is worth paying for. */
const isEmpty = (value: unknown) => value === null || String(value).trim() === '';

/** The bodies that the bad values of the fields would make. */
const badFields = (request: DocumentedRequest): unknown[] =>
	badItems(request).flatMap(({ field, values }) => {
		const wire = field && values[field.parameter];
		return isEmpty(wire) ? [] : [bodyOf(request, { values, field, wire })];
	});

/** The bodies that bad shots would make. */
function badShots(request: RequestWithShots): unknown[] {
	const { prompt, ...least } = leastBodyOf(request);
	const beside = takesShotsForPrompt(request) ? least : { prompt, ...least };
	return request.shots.bad
		.map((value) => (value as { shots: Array<{ prompt: unknown }> }).shots)
		.filter((shots) => !shots.some((shot) => isEmpty(shot.prompt)))
		.map((shots) => ({ ...beside, multi_prompt: shotsOnWire(request, shots) }));
}

const ROUTES = DOCUMENTED.map((request) => [titleOf(request), request] as const);

describe.each(ROUTES)('%s', (_title, request) => {
	it('is refused by the stand-in wherever the node refuses it', async () => {
		const shots = request.shots ? badShots(request as RequestWithShots) : [];
		const taken: unknown[] = [];
		for (const body of [...badFields(request), ...shots]) {
			const { status } = await novita.submit(body, request.path);
			if (status !== 400) taken.push(body);
		}
		expect(taken).toEqual([]);
	});
});
