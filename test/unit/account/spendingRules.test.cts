import {
	checkOrder,
	checkPeriod,
	checkBalance,
	orderOf,
} from '../../../nodes/NovitaKling/account/spendingRules';
import type { VideoOperation } from '../../../nodes/NovitaKling/parameters/operations';
import { prepareItem } from '../../../nodes/NovitaKling/request/preparedItem';
import { readRunBounds } from '../../../nodes/NovitaKling/request/runBounds';
import { caughtFailure, UNWANTED_WORDS } from '../caught.cts';
import { noFile, parameters } from '../request/parameters.cts';

type Values = Readonly<Record<string, unknown>>;

const MASTER = { model: 'kling-v2.1-master', duration: '5' };
const STD = { model: 'kling-v3.0-std', duration: '3' };
const STD_SOUND = { model: 'kling-v3.0-std', duration: '15', sound: true };
const PRO = { model: 'kling-v3.0-pro', duration: '10' };
const OF_4K = { model: 'kling-v3.0-4k', duration: '5' };
const PROFESSIONAL = {
	model: 'kling-v2.1',
	qualityMode: 'Professional',
	operation: 'imageToVideo',
};
const MOTION = {
	...{ model: 'kling-v3.0-std', operation: 'motionControl', characterOrientation: 'video' },
	videoUrl: 'https://example.com/dance.mp4',
};

const itemOf = async (values: Values, itemIndex: number) =>
	await prepareItem(
		itemIndex,
		parameters({
			...{ operation: 'textToVideo' satisfies VideoOperation, prompt: 'A fox' },
			...{ imageSource: 'url', imageUrl: 'https://example.com/a.png' },
			...values,
		}),
		noFile,
	);

/** Items of some kinds, each a number of times. */
const orderOfItems = async (...kinds: Array<[count: number, values: Values]>) => {
	const values = kinds.flatMap(([count, kind]) => Array.from({ length: count }, () => kind));
	return orderOf(await Promise.all(values.map(itemOf)));
};

/** Orders with their sums in millionths of a dollar, worked out by hand, and the bounds that just hold. */
const ORDERS: ReadonlyArray<{
	readonly items: Array<[count: number, values: Values]>;
	readonly cost: number;
	readonly holds: Values;
	readonly refuses: Values;
}> = [
	// 30 x 1.17
	{
		items: [[30, MASTER]],
		cost: 35_100_000,
		holds: { spendingLimit: 35.1 },
		refuses: { spendingLimit: 5 },
	},
	{
		items: [[30, MASTER]],
		cost: 35_100_000,
		holds: { spendingLimit: '35.10' },
		refuses: { spendingLimit: 35.0999 },
	},
	// 3 x 3 x 0.084
	{
		items: [[3, STD]],
		cost: 756_000,
		holds: { spendingLimit: 0.756 },
		refuses: { spendingLimit: 0.7559 },
	},
	// 15 x 0.126
	{
		items: [[1, STD_SOUND]],
		cost: 1_890_000,
		holds: { spendingLimit: 1.89 },
		refuses: { spendingLimit: 1.8899 },
	},
	// 2 x 10 x 0.112, and 4 x 1.17, and 1.89
	{
		items: [
			[2, PRO],
			[4, MASTER],
			[1, STD_SOUND],
		],
		cost: 8_810_000,
		holds: { spendingLimit: 8.81, maxVideos: 7 },
		refuses: { spendingLimit: 8.81, maxVideos: 6 },
	},
	// 10,000 x 0.252: no rounding adds up
	{
		items: [[10_000, STD]],
		cost: 2_520_000_000,
		holds: { spendingLimit: 2520, maxVideos: 10_000 },
		refuses: { spendingLimit: 2519.9999, maxVideos: 10_000 },
	},
	{ items: [[100, OF_4K]], cost: 0, holds: {}, refuses: { maxVideos: 99 } },
	{
		items: [[1, MASTER]],
		cost: 1_170_000,
		holds: { spendingLimit: 1.17 },
		refuses: { spendingLimit: 0 },
	},
	// The user's own price takes the place of the list, and of a price that is not known.
	{
		items: [[3, { ...MASTER, pricePerVideo: 0.9 }]],
		cost: 2_700_000,
		holds: { spendingLimit: 2.7 },
		refuses: { spendingLimit: 2.69 },
	},
	{
		items: [
			[2, { ...OF_4K, pricePerVideo: '2.1' }],
			[1, { ...MOTION, pricePerVideo: 3.78 }],
		],
		cost: 7_980_000,
		holds: { spendingLimit: 7.98 },
		refuses: { spendingLimit: 7.97 },
	},
];

describe('what a run may pay for', () => {
	it.each(ORDERS)(
		'$items within $holds, not within $refuses',
		async ({ items, cost, holds, refuses }) => {
			const order = await orderOfItems(...items);
			expect(order.costs.cost).toBe(cost);
			expect(() => checkOrder(order, readRunBounds(parameters(holds)))).not.toThrow();
			const failure = await caughtFailure(() =>
				checkOrder(order, readRunBounds(parameters(refuses))),
			);
			expect(failure.details.kind).toBe('limitReached');
			expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
		},
	);

	it('is a hundred videos unless the user says otherwise', async () => {
		const bounds = readRunBounds(parameters({}));
		const hundred = await orderOfItems([100, MASTER]);
		expect(() => checkOrder(hundred, bounds)).not.toThrow();
		const more = await orderOfItems([101, MASTER]);
		const failure = await caughtFailure(() => checkOrder(more, bounds));
		// 101 x 1.17
		expect(failure.message).toContain('101 videos, about 118.17 US dollars, more than the 100');
		expect(failure.details).toEqual({ kind: 'limitReached', parameter: 'maxVideos' });
	});

	it.each([[OF_4K], [PROFESSIONAL], [MOTION]])(
		'%j has no known price: with a limit it is refused',
		async (values) => {
			const order = await orderOfItems([2, MASTER], [1, values]);
			expect(order.costs).toEqual({ videos: 3, cost: 2_340_000, unpriced: 1 });
			expect(() => checkOrder(order, readRunBounds(parameters({})))).not.toThrow();
			for (const spendingPeriod of ['run', 'day', 'month']) {
				const bounds = readRunBounds(parameters({ spendingLimit: 1000, spendingPeriod }));
				const { details, nextStep } = await caughtFailure(() => checkOrder(order, bounds));
				expect(details).toEqual({ kind: 'limitReached', parameter: 'pricePerVideo' });
				expect(nextStep).toContain('Price per Video');
			}
		},
	);
});

describe('what a day or a month leaves', () => {
	const spent = (cost: number, unpriced = 0) => ({ videos: 4, cost, unpriced });

	it.each([
		[4_680_000, 5.85, true],
		[4_680_000, 5.8499, false],
		[0, 1.17, true],
		[0, 1.1699, false],
		[9_000_000, 5, false],
	])('after %d millionths, a limit of %d allows one more: %j', async (cost, limit, isAllowed) => {
		const order = await orderOfItems([1, MASTER]);
		const { spendingLimit = 0 } = readRunBounds(parameters({ spendingLimit: limit }));
		const check = () => checkPeriod(order, spent(cost), spendingLimit, 'day');
		if (isAllowed) expect(check).not.toThrow();
		else expect((await caughtFailure(check)).details.kind).toBe('limitReached');
	});

	it('is not known where a task in the log has no price', async () => {
		const order = await orderOfItems([1, MASTER]);
		const failure = await caughtFailure(() =>
			checkPeriod(order, spent(0, 2), 100_000_000, 'month'),
		);
		expect(failure.message).toContain('2 of the 4 videos that the task log has for this month');
		expect(failure.details.parameter).toBe('pricePerVideo');
	});
});

describe('the balance', () => {
	it.each([
		[5, 5_000_000, true],
		[4.9999, 5_000_000, false],
		[-1, 0, false],
		[0, 0, true],
	])('of %d dollars is enough for %d millionths: %j', async (dollars, minimum, isEnough) => {
		const check = () => checkBalance(dollars, minimum);
		if (isEnough) expect(check).not.toThrow();
		else expect((await caughtFailure(check)).details.parameter).toBe('minimumBalance');
	});
});

describe('bounds from expressions', () => {
	it.each([
		[{ spendingLimit: ' 5.5 ' }, { spendingLimit: 5_500_000 }],
		[{ spendingLimit: 0 }, { spendingLimit: 0 }],
		[{ spendingLimit: 1.17 }, { spendingLimit: 1_170_000 }],
		[{ maxVideos: '7' }, { maxVideos: 7 }],
		[{ maxVideos: 7.9 }, { maxVideos: 7 }],
		[{ minimumBalance: '20' }, { minimumBalance: 20_000_000 }],
		[{ spendingLimit: 1, spendingPeriod: 'month' }, { spendingPeriod: 'month' }],
		[{}, { maxVideos: 100, spendingPeriod: 'run' }],
	])('%j are %j', (values, bounds) => {
		expect(readRunBounds(parameters(values))).toMatchObject(bounds);
	});

	it.each([
		['spendingLimit', -1],
		['spendingLimit', Number.NaN],
		['spendingLimit', Number.POSITIVE_INFINITY],
		['spendingLimit', 'five'],
		['spendingLimit', '5 USD'],
		['spendingLimit', '5,00'],
		['spendingLimit', []],
		['spendingLimit', null],
		['spendingLimit', ''],
		['minimumBalance', -0.01],
		['minimumBalance', null],
		['minimumBalance', ' '],
		['maxVideos', 0],
		['maxVideos', -3],
		['maxVideos', 'all'],
		['maxVideos', ''],
		['maxVideos', null],
		['spendingPeriod', ''],
		['spendingPeriod', null],
		['spendingPeriod', 'week'],
	])('%s of %p is refused', async (name, value) => {
		const failure = await caughtFailure(() => readRunBounds(parameters({ [name]: value })));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: name });
	});

	it('a period without a limit bounds nothing, and is refused', async () => {
		const failure = await caughtFailure(() => readRunBounds(parameters({ spendingPeriod: 'day' })));
		expect(failure.message).toContain('works only with the option Spending Limit');
	});
});
