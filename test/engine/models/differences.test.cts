import type { INodeParameters } from 'n8n-workflow';
import { jpeg } from '../images.cts';
import { kling, useKling } from '../setup.cts';
import { DIFFERENCES } from './differences.cts';
import { DOCUMENTED, leastOf, titleOf } from './documents.cts';

const tests = useKling();

/** Each difference in each request that has it. */
const SHOWN = DIFFERENCES.flatMap((difference) =>
	DOCUMENTED.filter(({ page }) => difference.pages.includes(page)).map(
		(request) =>
			[titleOf(request), difference.field, difference.nodeDoes, request, difference] as const,
	),
);

const SUCCESS = 200;
const REFUSAL = 400;

describe('the known differences to the pages', () => {
	it.concurrent.each(SHOWN)(
		'%s: %s (the node %s)',
		async (_title, _field, _does, request, difference) => {
			const scene = await tests.scene();
			const { field, given, image, sends, today } = difference;
			const { model, operation, shots } = request;
			const isShot = shots?.wireName === field;
			const file = image && (await jpeg(...image));
			const node = kling({
				...{ model, operation, waitMode: 'none', imageSource: file ? 'binary' : 'url' },
				...(leastOf(request) as INodeParameters),
				...(isShot && (shots.given as INodeParameters)),
				...given,
			});
			const stored = { fileName: 'frame.jpg', mimeType: 'image/jpeg' };
			const binary = file && { data: await tests.engine.storeFile(file, stored) };
			await scene.run(node, { input: [{ json: {}, ...(binary && { binary }) }] });
			const [submit, ...others] = scene.novita.requestsTo('submit');
			expect(others).toEqual([]);
			const body = submit?.body as Record<string, unknown>;
			expect(body[field]).toEqual(file ? file.toString('base64') : sends);
			// The pages refuse what the node sends; only a field that the node does not have is not missed.
			expect(submit?.status).toBe(today ? REFUSAL : SUCCESS);
		},
	);
});
