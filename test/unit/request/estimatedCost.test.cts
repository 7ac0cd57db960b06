import { MODELS } from '../../../nodes/NovitaKling/models';
import type { VideoOperation } from '../../../nodes/NovitaKling/parameters/operations';
import { estimatedCost } from '../../../nodes/NovitaKling/request/estimatedCost';
import { readVideoRequest } from '../../../nodes/NovitaKling/request/videoRequest';
import { noFile, parameters } from './parameters.cts';

const T2V = 'textToVideo';
const I2V = 'imageToVideo';
const MASTER = 'kling-v2.1-master';
const STD = 'kling-v3.0-std';
const PRO = 'kling-v3.0-pro';

/** Shots of so many seconds each. */
const shots = (...seconds: number[]) => ({
	multiPrompt: { shots: seconds.map((duration) => ({ prompt: 'A meadow', duration })) },
});

/** Millionths of a US dollar, worked out by hand from the prices in Novita's pages, section by section. */
const KNOWN: ReadonlyArray<
	readonly [model: string, operation: VideoOperation, values: object, cost: number]
> = [
	[MASTER, T2V, {}, 1_170_000],
	[MASTER, T2V, { duration: '5' }, 1_170_000],
	[MASTER, T2V, { duration: 10 }, 2_340_000],
	[MASTER, I2V, { duration: '5' }, 1_170_000],
	[MASTER, I2V, { duration: '10' }, 2_340_000],
	[MASTER, T2V, { sound: true }, 1_170_000],
	// 0.084 a second, 0.126 with sound.
	[STD, T2V, {}, 420_000],
	[STD, T2V, { duration: '3' }, 252_000],
	[STD, T2V, { duration: 15, sound: false }, 1_260_000],
	[STD, T2V, { duration: '15', sound: 'true' }, 1_890_000],
	[STD, I2V, { duration: '7' }, 588_000],
	[STD, I2V, { duration: '7', sound: true }, 882_000],
	[STD, I2V, { sound: true }, 630_000],
	// Of the duration and the sum of the shots, the longer counts.
	[STD, I2V, { duration: '3', ...shots(3, 3) }, 504_000],
	[STD, I2V, { duration: '10', ...shots(3, 3) }, 840_000],
	[STD, I2V, { duration: '3', ...shots(8, 7), sound: true }, 1_890_000],
	// 0.112 a second, 0.168 with sound.
	[PRO, T2V, {}, 560_000],
	[PRO, T2V, { duration: '3' }, 336_000],
	[PRO, T2V, { duration: '15' }, 1_680_000],
	[PRO, I2V, { duration: '13', sound: true }, 2_184_000],
	[PRO, I2V, { duration: '4', ...shots(9, 9) }, 448_000],
];

/** What no document names a number for, or one that is only inferred. */
const UNKNOWN: ReadonlyArray<readonly [model: string, operation: VideoOperation, values: object]> =
	[
		['kling-v3.0-4k', T2V, { duration: '5' }],
		['kling-v3.0-4k', I2V, { duration: '5', sound: true }],
		['kling-v2.1', I2V, { qualityMode: 'Standard' }],
		['kling-v2.1', I2V, { qualityMode: 'Professional', duration: '10' }],
		['kling-v1.6', T2V, {}],
		['kling-v1.6', I2V, { qualityMode: 'Professional' }],
		[STD, 'motionControl', { characterOrientation: 'image' }],
		[STD, 'motionControl', { characterOrientation: 'video' }],
		[PRO, 'motionControl', { characterOrientation: 'image' }],
	];

const costOf = async (model: string, operation: VideoOperation, values: object) => {
	const given = parameters({
		...{ model, prompt: 'A fox', imageSource: 'url' },
		...{ imageUrl: 'https://example.com/a.png', videoUrl: 'https://example.com/a.mp4' },
		...values,
	});
	const { body } = await readVideoRequest(operation, given, noFile);
	const route = MODELS.find(({ id }) => id === model)?.operations[operation];
	return route && estimatedCost(route, body);
};

it.each(KNOWN)('%s %s with %j costs %d millionths', async (model, operation, values, cost) => {
	expect(await costOf(model, operation, values)).toBe(cost);
});

it.each(UNKNOWN)('%s %s with %j has no known price', async (model, operation, values) => {
	expect(await costOf(model, operation, values)).toBeUndefined();
});

it('a second of no whole number has no price', () => {
	const route = MODELS.find(({ id }) => id === STD)!.operations[T2V]!;
	expect(estimatedCost(route, { duration: 'long' })).toBeUndefined();
	expect(estimatedCost(route, { duration: 5, sound: 'loud' })).toBeUndefined();
});

it('every price list says where and when it was read, and has whole numbers', () => {
	const lists = MODELS.flatMap(({ operations }) =>
		Object.values(operations).flatMap(({ priceList }) => priceList ?? []),
	);
	expect(lists.length).toBeGreaterThan(0);
	for (const { source, date, prices } of lists) {
		expect(source).toMatch(/novita\.ai/);
		expect(date).toMatch(/^\d+ [A-Z][a-z]+ 20\d\d$/);
		for (const price of prices) {
			expect(Number.isInteger('perVideo' in price ? price.perVideo : price.perSecond)).toBe(true);
		}
	}
});
