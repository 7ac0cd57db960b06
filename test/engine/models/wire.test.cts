import type { INodeParameters } from 'n8n-workflow';
import { kling, useKling } from '../setup.cts';
import {
	DOCUMENTED,
	filledIn,
	leastBodyOf,
	leastOf,
	titleOf,
	VIDEO_OPERATIONS,
	type DocumentedRequest,
} from './documents.cts';
import { badItems, bodyOf, goodItems, nodeOf, send } from './requests.cts';

const tests = useKling();

const ROUTES = DOCUMENTED.map((request) => [titleOf(request), request] as const);

/** What is sent where nothing but the required parameters is filled in. */
function defaultBodyOf(request: DocumentedRequest): Record<string, unknown> {
	const withDefault = request.fields.filter((field) => field.default !== undefined);
	const defaults = withDefault.map(({ wireName, good, default: value }) => {
		const [, onWire] = good.find(([given]) => given === value) ?? [value, value];
		return [wireName, onWire] as const;
	});
	return { ...leastBodyOf(request), ...Object.fromEntries(defaults) };
}

/** The parameters of a node with values of its own and not those of its items. */
const fixed = ({ model, operation }: DocumentedRequest, values: object) =>
	({ model, operation, imageSource: 'url', waitMode: 'none', ...values }) as INodeParameters;

const ONE_ITEM = [{ values: {} }];

describe.each(ROUTES)('%s', (_title, request) => {
	const { path } = request;

	it.concurrent('sends the documented defaults for a panel left as it is', async () => {
		const scene = await tests.scene();
		const node = kling({ ...fixed(request, leastOf(request)), prompt: 'A fox' });
		const body = { ...defaultBodyOf(request), prompt: 'A fox' };
		expect(await send(scene, node, ONE_ITEM)).toEqual([{ path, body }]);
	});

	it.concurrent('sends each field by its name and type, up to its limits', async () => {
		const scene = await tests.scene();
		const items = goodItems(request);
		expect(await send(scene, nodeOf(request), items)).toEqual(
			items.map((item) => ({ path, body: bodyOf(request, item) })),
		);
		expect(scene.novita.requests).toHaveLength(items.length);
	});

	it.concurrent('leaves optional fields out that are empty', async () => {
		const scene = await tests.scene();
		const items = ['', ' \n', null, undefined].map((empty) => {
			const emptied = request.fields.map(({ parameter }) => [parameter, empty] as const);
			return { values: { ...Object.fromEntries(emptied), ...leastOf(request) } };
		});
		expect(await send(scene, nodeOf(request), items)).toEqual(
			items.map(() => ({ path, body: leastBodyOf(request) })),
		);
	});

	it.concurrent('refuses what is outside of the limits before anything is sent', async () => {
		const scene = await tests.scene();
		const items = badItems(request);
		const node = nodeOf(request, { onError: 'continueRegularOutput' });
		expect(await send(scene, node, items)).toMatchObject(
			items.map(({ field }) => ({
				error: {
					message: expect.any(String),
					kind: 'invalidInput',
					parameter: field?.parameter,
				},
			})),
		);
		expect(scene.novita.requests).toEqual([]);
	});

	it.concurrent('sends nothing of what was filled in for other models', async () => {
		const scene = await tests.scene();
		const all = DOCUMENTED.flatMap(({ fields }) => fields).map(
			({ parameter, good }) => [parameter, good[0][0]] as const,
		);
		// The end frame of V1.6 is not shown in this mode; a duration of 10 is one of every model.
		const shared = { qualityMode: 'Standard', duration: '10' };
		const node = kling(fixed(request, { ...Object.fromEntries(all), ...shared }));
		const names = request.fields
			.filter(({ given }) => given === undefined)
			.map(({ wireName }) => wireName);
		const [sent] = await send(scene, node, ONE_ITEM);
		expect(sent?.path).toBe(path);
		expect(Object.keys(sent?.body ?? {}).sort()).toEqual(
			[...names, ...Object.keys(request.constants ?? {})].sort(),
		);
	});
});

describe('a model that each item names', () => {
	it.concurrent.each(VIDEO_OPERATIONS)(
		'goes to its own route with its own fields: %s',
		async (operation) => {
			const scene = await tests.scene();
			const requests = DOCUMENTED.filter((request) => request.operation === operation);
			const fields = requests.flatMap((request) => request.fields);
			const parameters = fields.map(
				({ parameter }) => [parameter, `={{ $json.${parameter} }}`] as const,
			);
			const named = { operation, model: '={{ $json.model }}', imageSource: 'url' };
			const node = kling({ ...Object.fromEntries(parameters), ...named, waitMode: 'none' });
			const items = requests.flatMap((request) =>
				request.fields.map((field) => {
					const [given, wire] = field.good[0];
					const values = { ...filledIn(request, field, given), model: request.model };
					const item = { values, field, wire };
					return { item, expected: { path: request.path, body: bodyOf(request, item) } };
				}),
			);
			const sent = await send(
				scene,
				node,
				items.map(({ item }) => item),
			);
			expect(sent).toEqual(items.map(({ expected }) => expected));
		},
	);
});
