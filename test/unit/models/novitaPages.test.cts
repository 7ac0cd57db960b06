import { MODELS } from '../../../nodes/NovitaKling/models';
import { readVideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import {
	DOCUMENTED,
	filledIn,
	leastBodyOf,
	leastOf,
	titleOf,
	type DocumentedRequest,
} from '../../engine/models/documents.cts';
import { caughtFailure } from '../caught.cts';
import { noFile, parameters } from '../request/parameters.cts';

type Values = Readonly<Record<string, unknown>>;

const EMPTY = ['', ' \n', null, undefined];

/** What is sent of the given values. */
const sentBy = async ({ operation, model }: DocumentedRequest, values: Values) => {
	const given = parameters({ model, imageSource: 'url', ...values });
	return await readVideoRequest(operation, given, noFile);
};

/** The parameter that a request with these values is refused for. */
const refusedFor = async (request: DocumentedRequest, values: Values) =>
	(await caughtFailure(async () => await sentBy(request, values))).details;

const REQUESTS = DOCUMENTED.map((request) => [titleOf(request), request] as const);

const FIELDS = DOCUMENTED.flatMap((request) =>
	[...request.fields, ...(request.shots ? [request.shots] : [])].map(
		(field) => [titleOf(request), field.wireName, request, field] as const,
	),
);

describe('the models on the pages', () => {
	it('are offered with their paths, and nothing else is', () => {
		const offered = MODELS.flatMap(({ id, operations }) =>
			Object.entries(operations).map(([operation, { path }]) => `${id} ${operation} ${path}`),
		);
		const documented = DOCUMENTED.map((request) => `${titleOf(request)} ${request.path}`);
		expect(offered.sort()).toEqual(documented.sort());
	});

	it.each(REQUESTS)('%s gets what it needs, and nothing more', async (_title, request) => {
		const { path, body } = await sentBy(request, leastOf(request));
		expect(path).toBe(request.path);
		expect(body).toEqual(leastBodyOf(request));
	});

	it.each(FIELDS)(
		'%s accepts the documented values of %s',
		async (_title, wireName, request, field) => {
			for (const [value, onTheWire] of field.good) {
				const { body } = await sentBy(request, filledIn(request, field, value));
				expect(body[wireName]).toStrictEqual(onTheWire);
			}
		},
	);

	it.each(FIELDS)('%s accepts no other values of %s', async (_title, _wireName, request, field) => {
		for (const value of field.bad) {
			expect(await refusedFor(request, filledIn(request, field, value))).toEqual({
				kind: 'invalidInput',
				parameter: field.parameter,
			});
		}
	});

	it.each(FIELDS)('%s without %s', async (_title, wireName, request, field) => {
		for (const empty of EMPTY) {
			const values = { ...leastOf(request), [field.parameter]: empty };
			if (field.required) {
				expect(await refusedFor(request, values)).toMatchObject({ parameter: field.parameter });
			} else {
				expect((await sentBy(request, values)).body).not.toHaveProperty(wireName);
			}
		}
	});

	it.each(REQUESTS)('%s never gets a field that it does not have', async (_title, request) => {
		const leftOvers = {
			...{ duration: '5', aspectRatio: '16:9', guidanceScale: 0.5, negativePrompt: 'blur' },
			...{ sound: true, keepOriginalSound: true, characterOrientation: 'video' },
			videoUrl: 'https://example.com/dance.mp4',
		};
		const { body } = await sentBy(request, { ...leftOvers, ...leastOf(request) });
		const own = request.fields.map(({ wireName }) => wireName);
		const documented = [...own, ...Object.keys(request.constants ?? {})];
		expect(documented).toEqual(expect.arrayContaining(Object.keys(body)));
	});
});
