import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import type { Field } from '../../novita-standin/pageFields.cts';
import { useKling } from '../setup.cts';
import {
	DOCUMENTED,
	DOCUMENTED_SHOTS,
	leastOf,
	takesShotsForPrompt,
	titleOf,
	type DocumentedField,
	type DocumentedRequest,
} from './documents.cts';
import { complaintsOf, descriptionOf, offeredBy, panelOf } from './panel.cts';

const tests = useKling();

/** What the panel has besides a model's own fields. */
const ABOVE = ['resource', 'operation', 'model'];
const BELOW = ['waitMode', 'downloadVideo', 'options'];

const ROUTES = DOCUMENTED.map((request) => [titleOf(request), request] as const);

/** The parameter that says where the file of an address comes from, and the one that names its field. */
const SOURCES: Readonly<Record<string, readonly [source: string, file: string]>> = {
	imageUrl: ['imageSource', 'imageBinaryPropertyName'],
	endImageUrl: ['endImageSource', 'endImageBinaryPropertyName'],
	videoUrl: ['videoSource', 'videoBinaryPropertyName'],
};

/** Names of the fields that a model's panel has, with the sources of its files. */
function fieldsOf(request: DocumentedRequest, from: 'binary' | 'url'): string[] {
	const named = request.fields
		.filter(({ given }) => given === undefined)
		.flatMap(({ parameter }) => {
			const [source, file] = SOURCES[parameter] ?? [];
			if (source === undefined) return [parameter];
			return [source, from === 'url' ? parameter : file];
		});
	return request.shots ? [...named, 'multiPrompt'] : named;
}

const panel = (values: INodeParameters) => panelOf(descriptionOf(tests.engine), values);
const namesOf = (properties: readonly INodeProperties[]) => properties.map(({ name }) => name);

/** The shown field of a documented one. */
const shownFor = (request: DocumentedRequest, field: DocumentedField) =>
	panel({
		...{ operation: request.operation, model: request.model, imageSource: 'url' },
		...(field.given as INodeParameters),
	}).find(({ name }) => name === field.parameter);

describe.each(ROUTES)('%s', (_title, request) => {
	const { operation, model } = request;

	it.each(['binary', 'url'] as const)('shows its own fields and no others: %s', (from) => {
		const sources = { imageSource: from, endImageSource: from, videoSource: from };
		const names = namesOf(panel({ operation, model, ...sources }));
		const own = names.slice(ABOVE.length, -BELOW.length);
		expect(names).toEqual([...ABOVE, ...own, ...BELOW]);
		expect([...own].sort()).toEqual(fieldsOf(request, from).sort());
	});

	it('shows no field for the file where it does not wait for one', () => {
		const names = namesOf(panel({ operation, model, waitMode: 'none' }));
		expect(names).not.toContain('downloadVideo');
		expect(names).toContain('noWaitNotice');
	});

	it('orders them from the picture over the prompt to the details', () => {
		const names = namesOf(
			panel({ operation, model, imageSource: 'url', qualityMode: 'Professional' }),
		);
		const position = (name: string) => names.indexOf(name);
		const inOrder = [
			...[
				'imageSource',
				'imageUrl',
				'videoSource',
				'videoUrl',
				'prompt',
				'multiPrompt',
				'duration',
			],
			...['aspectRatio', 'guidanceScale', 'negativePrompt', 'waitMode'],
		].filter((name) => position(name) >= 0);
		expect(inOrder.map(position)).toEqual(inOrder.map(position).sort((a, b) => a - b));
		// What shows up only with a mode must not push that mode down.
		if (names.includes('endImageUrl') && names.includes('qualityMode')) {
			expect(position('endImageUrl')).toBeGreaterThan(position('qualityMode'));
		}
	});

	it('has the documented defaults, limits and choices', () => {
		for (const field of request.fields) {
			const shown = shownFor(request, field);
			expect(shown).toMatchObject({ displayName: expect.stringMatching(/^[A-Z]/) });
			expect(shown?.default).toEqual(field.default ?? '');
			if (shown?.type === 'number') expect(shown.typeOptions).toMatchObject(limitsOf(field.onPage));
			if (shown?.type === 'options') expect(offeredBy(shown)).toEqual(choicesOf(field).map(String));
		}
	});

	it('requires what is required, and lets a filled panel run', () => {
		const needed = request.fields
			.filter((field) => field.required && field.default === undefined)
			.map(({ parameter }) => parameter);
		const chosen = { operation, model, imageSource: 'url' };
		const description = descriptionOf(tests.engine);
		expect(Object.keys(complaintsOf(description, chosen) ?? {}).sort()).toEqual(needed.sort());
		const complete = { ...chosen, ...leastOf(request) } as INodeParameters;
		expect(complaintsOf(description, complete)).toBeUndefined();
		if (takesShotsForPrompt(request)) {
			const multiPrompt = { shots: [{ prompt: 'A fox' }] };
			expect(complaintsOf(description, { ...complete, prompt: '', multiPrompt })).toBeUndefined();
		}
	});
});

/** The limits of a field that is shown as a number. */
function limitsOf(field: Field | undefined) {
	if (field?.kind === 'number' || field?.kind === 'integer') {
		return { minValue: field.min, maxValue: field.max };
	}
	throw new Error(`No limits of a number: ${field?.kind ?? 'no field'}`);
}

const choicesOf = ({ good }: DocumentedField) => [...new Set(good.map(([, wire]) => wire))];

/** What the panel has to say at each field that decides the bill, in its texts and those of its values. */
const BILL: ReadonlyArray<[parameter: string, words: RegExp[]]> = [
	['duration', [/costs/]],
	['qualityMode', [/720p/, /1080p.*costs more/]],
	['sound', [/costs half as much again/]],
	['characterOrientation', [/5 seconds/i, /up to 30 seconds/i, /billed by the second/]],
];

describe('what decides the bill', () => {
	it.each(BILL)('the panel says at the field: %s', (parameter, words) => {
		const shown = DOCUMENTED.flatMap((request) => {
			const field = request.fields.find((candidate) => candidate.parameter === parameter);
			return field ? [shownFor(request, field)] : [];
		});
		expect(shown).not.toEqual([]);
		for (const property of shown) {
			const { hint, description, options } = property as INodeProperties;
			const texts = JSON.stringify({ description, options, hint });
			for (const word of words) expect(texts).toMatch(word);
			// Prices change; one that is written down here would soon be wrong.
			expect(texts).not.toMatch(/USD|dollar|\$\d/);
		}
	});
});

describe('a field that stands on its own', () => {
	it('the end frame of V1.6 comes with Professional', () => {
		const chosen = { operation: 'imageToVideo', model: 'kling-v1.6' };
		expect(namesOf(panel(chosen))).not.toContain('endImageUrl');
		expect(namesOf(panel({ ...chosen, qualityMode: 'Professional' }))).toContain('endImageUrl');
	});

	it.each(DOCUMENTED_SHOTS)(
		'a shot of $model $operation has a prompt, and a duration where Novita takes one',
		(request) => {
			const { operation, model, shots: documented } = request;
			const isTimed = documented.onPage.kind === 'objects';
			const duration = isTimed && {
				name: 'duration',
				default: 5,
				typeOptions: limitsOf(documented.onPage.fields.duration),
			};
			const shots = panel({ operation, model }).find(({ name }) => name === 'multiPrompt');
			expect(shots).toMatchObject({
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				options: [
					{
						name: 'shots',
						values: [{ name: 'prompt', type: 'string' }, ...(duration ? [duration] : [])],
					},
				],
			});
		},
	);

	const WITH_STEP = DOCUMENTED.flatMap(({ model, operation, fields }) =>
		fields.flatMap(({ parameter, onPage }) => {
			const step = onPage.kind === 'number' ? onPage.step : undefined;
			return step ? [{ model, operation, parameter, step }] : [];
		}),
	);

	it.each(WITH_STEP)(
		'the $parameter of $model $operation has the decimals of its step: $step',
		({ model, operation, parameter, step }) => {
			const shown = panel({ operation, model }).find(({ name }) => name === parameter);
			expect(shown?.typeOptions?.numberPrecision).toBe(String(step).length - '0.'.length);
		},
	);
});

describe('the other operations', () => {
	it('Get Result has the task and how to wait for it', () => {
		const tail = ['downloadVideo', 'options'];
		expect(namesOf(panel({ operation: 'getResult' }))).toEqual([
			...['resource', 'operation', 'taskId', 'waitMode'],
			...tail,
		]);
	});

	it('Get Usage has a period, and a range where that is chosen', () => {
		const values = { resource: 'account', operation: 'getUsage' };
		const tail = ['productName', 'sum', 'options'];
		const head = ['resource', 'operation', 'period'];
		expect(namesOf(panel(values))).toEqual([...head, ...tail]);
		const range = { ...values, period: 'custom' };
		expect(namesOf(panel(range))).toEqual([...head, 'from', 'to', ...tail]);
	});

	it('Get Balance has no fields', () => {
		const values = { resource: 'account', operation: 'getBalance' };
		expect(namesOf(panel(values))).toEqual(['resource', 'operation']);
		expect(complaintsOf(descriptionOf(tests.engine), values)).toBeUndefined();
	});
});

// n8n gives a regular expression little time, and on a busy machine the whole workflow fails with it.
test('no condition of the panel is a regular expression', () => {
	expect(JSON.stringify(descriptionOf(tests.engine))).not.toContain('"regex"');
});
