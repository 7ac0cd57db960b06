import type { INodeParameters } from 'n8n-workflow';
import { useKling } from '../setup.cts';
import { DOCUMENTED, titleOf, type DocumentedField, type DocumentedRequest } from './documents.cts';
import { changed, descriptionOf, filled } from './panel.cts';

const tests = useKling();

/** Every two models of one operation. */
const PAIRS = DOCUMENTED.flatMap((from) =>
	DOCUMENTED.filter((to) => to.operation === from.operation && to.model !== from.model).map(
		(to) => [titleOf(from), to.model, from, to] as const,
	),
);

/**
 * Values that a user may have chosen for the first model and that the second takes as well. The
 * duration has a test of its own. Left out is what n8n cannot keep: an address whose source is a default
 * of one model, which n8n does not store, and not of the other.
 */
function valuesInCommon(from: DocumentedRequest, to: DocumentedRequest): INodeParameters {
	const isShared = ({ parameter, given }: DocumentedField) =>
		given === undefined &&
		!(parameter === 'imageUrl' && Boolean(from.file) !== Boolean(to.file)) &&
		to.fields.some((field) => field.parameter === parameter && field.given === undefined);
	const shared = from.fields.filter((field) => isShared(field) && !isDuration(field));
	const chosen = shared.map((field) => {
		const taken = to.fields.find(({ parameter }) => parameter === field.parameter)?.good ?? [];
		const common = field.good.filter(
			([given, wire]) => given === wire && taken.some(([other]) => other === given),
		);
		const another = common.find(([given]) => given !== field.default) ?? common[0];
		return [field.parameter, another?.[0]] as const;
	});
	return Object.fromEntries(chosen) as INodeParameters;
}

/** A model's panel with the values, and what is left of them after a change of the model. */
function switched(from: DocumentedRequest, to: DocumentedRequest, values: INodeParameters) {
	const description = descriptionOf(tests.engine);
	const chosen = { operation: from.operation, model: from.model, imageSource: 'url' };
	const before = filled(description, { ...chosen, ...values });
	return changed(description, before, 'model', to.model);
}

const isDuration = ({ parameter }: { parameter: string }) => parameter === 'duration';

describe('switching the model', () => {
	it.each(PAIRS)('%s to %s keeps what both have in common', (_title, _model, from, to) => {
		const values = valuesInCommon(from, to);
		expect(Object.keys(values).length).toBeGreaterThan(1);
		expect(switched(from, to, values)).toMatchObject({ ...values, model: to.model });
	});

	it.each(PAIRS.filter(([, , ...both]) => both.every(({ shots }) => shots)))(
		'%s to %s keeps the shots, with their seconds where both have them',
		(_title, _model, from, to) => {
			const isTimed = [from, to].every(({ shots }) => shots?.onPage.kind === 'objects');
			const shot = { prompt: 'The fox wakes', ...(isTimed && { duration: 7 }) };
			const values = { prompt: 'A fox', multiPrompt: { shots: [{ duration: 7, ...shot }] } };
			const multiPrompt = { shots: [shot] };
			expect(switched(from, to, values)).toMatchObject({ prompt: 'A fox', multiPrompt });
		},
	);

	it.each(PAIRS.filter(([, , ...both]) => both.every(({ fields }) => fields.some(isDuration))))(
		'%s to %s keeps a duration of ten seconds',
		(_title, _model, from, to) => {
			expect(switched(from, to, { duration: '10' })).toMatchObject({ duration: '10' });
		},
	);
});

describe('switching the operation', () => {
	const description = () => descriptionOf(tests.engine);

	it('keeps the model, the prompt and what else both have', () => {
		const kept = { prompt: 'A fox', guidanceScale: 0.7, sound: true, negativePrompt: 'blur' };
		const before = filled(description(), {
			...{ operation: 'textToVideo', model: 'kling-v3.0-4k', duration: '12' },
			...kept,
		});
		expect(changed(description(), before, 'operation', 'imageToVideo')).toMatchObject({
			...{ operation: 'imageToVideo', model: 'kling-v3.0-4k', duration: '12' },
			...kept,
		});
	});

	it('chooses a model that offers the new operation', () => {
		for (const model of ['kling-v2.1-master', 'kling-v1.6', 'kling-v3.0-4k']) {
			const before = filled(description(), { operation: 'textToVideo', model });
			const after = changed(description(), before, 'operation', 'motionControl');
			expect(after.model).toBe('kling-v3.0-std');
		}
	});

	it('keeps the options', () => {
		const options = { timeout: 60, fileName: 'fox.mp4' };
		const before = filled(description(), { operation: 'textToVideo', options });
		expect(changed(description(), before, 'operation', 'imageToVideo')).toMatchObject({ options });
	});
});
