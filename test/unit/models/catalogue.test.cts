import {
	MODELS,
	type KlingModel,
	type ModelField,
	type ModelRequest,
} from '../../../nodes/NovitaKling/models';
import { VIDEO_OPERATIONS } from '../../../nodes/NovitaKling/parameters/operations';
import { FIELD_TEXTS, labelOf } from '../../../nodes/NovitaKling/parameters/texts';
import { readField } from '../../../nodes/NovitaKling/request/fields';

/** Each request of each model, with its name for the title. */
const REQUESTS = MODELS.flatMap((model) =>
	VIDEO_OPERATIONS.flatMap((operation): Array<[string, ModelRequest, KlingModel]> => {
		const request = model.operations[operation];
		return request ? [[`${model.id} ${operation}`, request, model]] : [];
	}),
);

const parametersOf = ({ fields }: ModelRequest) => fields.map(({ parameter }) => parameter);
const unique = (values: readonly unknown[]) => new Set(values).size === values.length;

describe('the catalogue', () => {
	it('begins with the model that saved workflows have without naming it', () => {
		expect(MODELS[0]?.id).toBe('kling-v2.1-master');
	});

	it('keeps the IDs that saved workflows name', () => {
		expect(MODELS.map(({ id }) => id)).toEqual(
			expect.arrayContaining([
				...['kling-v2.1-master', 'kling-v2.1', 'kling-v1.6'],
				...['kling-v3.0-std', 'kling-v3.0-pro', 'kling-v3.0-4k'],
			]),
		);
	});

	it('has no ID and no name twice', () => {
		expect(unique(MODELS.map(({ id }) => id))).toBe(true);
		expect(unique(MODELS.map(({ displayName }) => displayName))).toBe(true);
		expect(unique(MODELS.map(({ description }) => description))).toBe(true);
	});

	it('has a model for every operation', () => {
		for (const operation of VIDEO_OPERATIONS) {
			expect(MODELS.some((model) => model.operations[operation])).toBe(true);
		}
	});

	it('tells requests to one route apart by what the model itself decides', () => {
		const routes = REQUESTS.map(([, { path, constants }]) => JSON.stringify([path, constants]));
		expect(unique(routes)).toBe(true);
	});
});

describe.each(REQUESTS)('%s', (_title, request, model) => {
	it('has a path below the asynchronous API', () => {
		expect(request.path).toMatch(/^\/v3\/async\/kling-[a-z0-9.-]+$/);
	});

	it('has no parameter and no wire name twice', () => {
		expect(unique(parametersOf(request))).toBe(true);
		const wireNames = request.fields.map(({ wireName }) => wireName);
		expect(unique([...wireNames, ...Object.keys(request.constants ?? {})])).toBe(true);
		for (const name of wireNames) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
	});

	it('names only fields of its own where one depends on another', () => {
		const named = request.fields.flatMap(({ replacedBy, excludes, onlyWith }) => [
			...[replacedBy, excludes, onlyWith?.parameter].filter((name) => name !== undefined),
		]);
		expect(parametersOf(request)).toEqual(expect.arrayContaining(named));
	});

	it('has a text for the panel and a label for messages for each parameter', () => {
		for (const parameter of parametersOf(request)) {
			expect(Object.keys(FIELD_TEXTS)).toContain(parameter);
			expect(labelOf(parameter)).toMatch(/^[A-Z]/);
		}
	});

	it.each(request.fields.map((field) => [field.parameter, field] as const))(
		'accepts its own default: %s',
		(_parameter, field) => {
			if (!('default' in field)) return;
			// A number may be chosen from a list of texts.
			expect(String(readField(field, 'Field', field.default))).toBe(String(field.default));
		},
	);

	it.each(request.fields.map((field) => [field.parameter, field] as const))(
		'has limits that leave something: %s',
		(_parameter, field) => expectSane(field),
	);

	it('has a model whose words are fit for the list', () => {
		expect(model.displayName).toMatch(/^Kling V\d/);
		expect(model.description).not.toMatch(/\.$|\$|USD/);
		expect(model.description.length).toBeLessThan(120);
	});
});

function expectSane(field: ModelField): void {
	if (field.kind === 'text') expect(field.maxCharacters).toBeGreaterThan(0);
	if (field.kind === 'number') {
		expect(field.min).toBeLessThan(field.max);
		expect(field.step ?? 1).toBeGreaterThan(0);
	}
	if (field.kind === 'choice') {
		expect(field.choices.length).toBeGreaterThan(0);
		expect(unique(field.choices.map(({ value }) => value))).toBe(true);
	}
	if (field.kind === 'shots') {
		expectSane(field.prompt);
		if (field.duration) expectSane(field.duration);
	}
}
