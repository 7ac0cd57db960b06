import { dollarsText } from '../../../nodes/NovitaKling/errors/dollars';
import * as spending from '../../../nodes/NovitaKling/errors/spendingFailures';

const BASIS = 'the prices of 7 October 2026';
const THIRTY = { videos: 30, cost: 35_100_000, unpriced: 0 };
const ONE = { videos: 1, cost: 252_000, unpriced: 0 };

it.each([
	[0, '0.00'],
	[1, '0.000001'],
	[100, '0.0001'],
	[252_000, '0.252'],
	[250_000, '0.25'],
	[5_000_000, '5.00'],
	[35_100_000, '35.10'],
	[1_234_567_891, '1234.567891'],
	[-5_000_000, '-5.00'],
])('%d millionths are %s dollars', (millionths, text) => {
	expect(dollarsText(millionths)).toBe(text);
});

describe('a refusal names the sums', () => {
	it('of a run over its limit', () => {
		const { message, nextStep } = spending.overRunLimit(THIRTY, 5_000_000, BASIS);
		expect(message).toBe(
			'This run would make 30 videos, about 35.10 US dollars, more than the Spending Limit of 5 US dollars',
		);
		expect(nextStep).toBe(
			"No video was started and nothing was paid. Raise the option Spending Limit, or pass fewer items to the node. The price is an estimate by the prices of 7 October 2026; the bill is Novita's.",
		);
	});

	it('of a run over what is left for today', () => {
		const period = { limit: 5_500_000, period: 'day', basis: BASIS } as const;
		const spent = { videos: 4, cost: 5_400_000, unpriced: 0 };
		expect(spending.overPeriodLimit(ONE, spent, period).message).toBe(
			'This run would make 1 video, about 0.252 US dollars, more than the Spending Limit of 5.50 US dollars a day leaves: the task log has 4 videos, about 5.40 US dollars for today',
		);
	});

	it('of too many videos, whether their prices are known or not', () => {
		expect(spending.tooManyVideos(THIRTY, 29, BASIS).message).toBe(
			'This run would make 30 videos, about 35.10 US dollars, more than the 29 that the option Max Videos allows',
		);
		const unpriced = { videos: 30, cost: 0, unpriced: 30 };
		expect(spending.tooManyVideos(unpriced, 29, '').message).toBe(
			'This run would make 30 videos of unknown price, more than the 29 that the option Max Videos allows',
		);
	});

	it('of a price that is not known, with the way to set it', () => {
		const some = { videos: 3, cost: 1_170_000, unpriced: 2 };
		const { message, nextStep } = spending.priceNotKnown(some, ['Kling V2.1', 'Kling V1.6']);
		expect(message).toBe(
			'The Spending Limit cannot be checked, because the price of 2 videos with Kling V2.1 and Kling V1.6 is not known',
		);
		expect(nextStep).toContain('Set the option Price per Video to what one video costs you');
	});
});

describe('the note about what a run costs', () => {
	it.each([
		[
			{ videos: 3, cost: 3_510_000, unpriced: 0 },
			1,
			"3 videos, about 3.51 US dollars; 1 was already paid (estimated by the prices of 7 October 2026; the bill is Novita's)",
		],
		[
			{ videos: 3, cost: 3_510_000, unpriced: 0 },
			2,
			"3 videos, about 3.51 US dollars; 2 were already paid (estimated by the prices of 7 October 2026; the bill is Novita's)",
		],
		[
			{ videos: 3, cost: 1_170_000, unpriced: 2 },
			0,
			"3 videos, about 1.17 US dollars without the 2 of unknown price (estimated by the prices of 7 October 2026; the bill is Novita's)",
		],
		[{ videos: 2, cost: 0, unpriced: 2 }, 0, undefined],
		[{ videos: 0, cost: 0, unpriced: 0 }, 0, undefined],
	])('%j, %d of them paid before', (costs, paidBefore, note) => {
		expect(spending.costHint(costs, paidBefore, [BASIS])).toBe(note);
	});
});
