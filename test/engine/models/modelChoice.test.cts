import { useKling } from '../setup.cts';
import { DOCUMENTED, VIDEO_OPERATIONS } from './documents.cts';
import { descriptionOf, offeredBy, panelOf } from './panel.cts';

const tests = useKling();

describe('the choice of a model', () => {
	const modelsOf = (operation: string) =>
		panelOf(descriptionOf(tests.engine), { operation }).find(({ name }) => name === 'model');

	it.each([
		['textToVideo', 'kling-v2.1-master'],
		['imageToVideo', 'kling-v2.1-master'],
		['motionControl', 'kling-v3.0-std'],
	])('%s offers the models that have it, first of all %s', (operation, first) => {
		const offered = DOCUMENTED.filter((request) => request.operation === operation);
		const field = modelsOf(operation);
		expect(field?.default).toBe(first);
		expect(offeredBy(field!)?.sort()).toEqual(offered.map(({ model }) => model).sort());
	});

	it.each(VIDEO_OPERATIONS)(
		'%s says what each is good for and how it is priced beside the others',
		(operation) => {
			for (const option of modelsOf(operation)?.options ?? []) {
				const { name, description } = option as { name: string; description?: string };
				expect(name).toMatch(/^Kling V/);
				expect(description).toMatch(/cost|price|cheap/i);
				// Prices change; one that is written down here would soon be wrong.
				expect(description).not.toMatch(/\$|USD|dollar|cent|\d[.,]\d\d\b/i);
			}
		},
	);
});
