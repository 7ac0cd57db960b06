import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { changed, descriptionOf, filled } from './models/panel.cts';
import { KLING, KLING_TYPE, kling, useKling } from './setup.cts';

const tests = useKling();

/** What n8n tells an agent of each operation, and shows in its list of nodes. */
const ACTIONS = [
	['video', 'textToVideo', 'Generate a video from text'],
	['video', 'imageToVideo', 'Generate a video from an image'],
	['video', 'motionControl', 'Transfer motion from a video to an image'],
	['video', 'getResult', 'Get a video by task ID'],
	['account', 'getBalance', 'Get the account balance'],
	['account', 'getUsage', 'Get the billed usage'],
] as const;

describe('a workflow without a resource', () => {
	it.concurrent('generates a video', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling());
		expect(run.output(KLING)).toMatchObject([{ json: { status: 'succeeded' } }]);
	});

	it.concurrent('gets the balance, and pays for nothing', async () => {
		const scene = await tests.scene();
		const parameters = { operation: 'getBalance' };
		const run = await scene.run({ name: KLING, type: KLING_TYPE, parameters });
		expect(run.output(KLING)).toMatchObject([{ json: { availableBalance: 100 } }]);
		expect(scene.novita.requestsTo('submit')).toEqual([]);
	});
});

describe('an operation of another resource', () => {
	it.concurrent('is refused before anything is sent', async () => {
		const scene = await tests.scene();
		const run = await scene.run(kling({ resource: 'account', operation: 'textToVideo' }));
		expect(run.status).toBe('error');
		expect(run.errorText).toContain('Text to Video is not an operation of the resource account');
		expect(scene.novita.requests).toEqual([]);
	});

	it('is replaced as soon as the user chooses a resource', () => {
		const description = descriptionOf(tests.engine);
		const before = filled(description, { operation: 'imageToVideo' });
		expect(changed(description, before, 'resource', 'account')).toEqual({
			...{ resource: 'account', operation: 'getBalance' },
			isParkedCheck: false,
		});
	});
});

describe('as a tool', () => {
	const toolDescription = (parameters: INodeParameters) => {
		const description = descriptionOf(tests.engine);
		const whole = { id: 'kling', name: KLING, type: KLING_TYPE, typeVersion: 1 };
		const node = {
			...whole,
			...{ position: [0, 0] as [number, number], parameters: filled(description, parameters) },
		};
		return NodeHelpers.getToolDescriptionForNode(node, { description });
	};

	it.each(ACTIONS)('the operation of %s called %s says: %s', (resource, operation, action) => {
		expect(toolDescription({ resource, operation })).toBe(`${action} in Novita AI Kling`);
	});

	it('a workflow without a resource says the same', () => {
		expect(toolDescription({ operation: 'imageToVideo' })).toContain('from an image');
	});
});
