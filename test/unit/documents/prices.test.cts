import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODELS, type KlingModel, type ModelRequest } from '../../../nodes/NovitaKling/models';
import { priceRange } from '../../../nodes/NovitaKling/models/priceRange';
import { estimatedCost } from '../../../nodes/NovitaKling/request/estimatedCost';
import { ROOT } from './files.cts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The part of the README about prices. */
const [, costs = ''] = /\n## What it costs\n([^]*?)\n## /.exec(readme) ?? [];

/** The rows of its table, without the head. */
const rows = costs
	.split('\n')
	.filter((line) => line.startsWith('|'))
	.slice(2)
	.map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);

const dollars = (millionths: number) =>
	(millionths / 1_000_000).toLocaleString('en-US', {
		style: 'currency',
		currency: 'USD',
		maximumFractionDigits: 3,
	});

/** The routes of a model that make a video of an ordered length. */
const routesOf = ({ operations }: KlingModel) =>
	[operations.textToVideo, operations.imageToVideo].filter((route) => route !== undefined);

/** What a video of so many seconds costs, which has to be the same on every route of a model. */
function cost(routes: readonly ModelRequest[], duration: string, sound: boolean): string {
	const [price, ...others] = new Set(
		routes.map((route) => estimatedCost(route, { duration, sound })),
	);
	expect(others).toEqual([]);
	expect(price).toBeDefined();
	return dollars(price ?? 0);
}

/** What each second costs, where a model is billed by the second. */
function costOfSecond(routes: readonly ModelRequest[], sound: boolean): string {
	const isBySecond = routes[0]?.priceList?.prices.some((price) => 'perSecond' in price);
	return isBySecond ? cost(routes, '1', sound) : '';
}

function rowsOf(model: KlingModel): string[][] {
	const routes = routesOf(model);
	const prices = routes.flatMap(({ priceList }) => priceList?.prices ?? []);
	if (prices.length === 0) return [];
	return (prices.some(({ when }) => 'sound' in when) ? [false, true] : [false]).map((sound) => [
		sound ? `${model.displayName}, with sound` : model.displayName,
		cost(routes, '5', sound),
		cost(routes, '10', sound),
		costOfSecond(routes, sound),
	]);
}

/** The models without a price; Motion Control has none with any model. */
function unknownRow(): string[] {
	for (const { operations } of MODELS) expect(operations.motionControl?.priceList).toBeUndefined();
	const models = MODELS.filter((model) => rowsOf(model).length === 0);
	const names = [...models.map(({ displayName }) => displayName), 'Motion Control'];
	return [names.join(', '), 'not known', 'not known', ''];
}

it('the table has the prices of the models', () => {
	expect(rows).toEqual([...MODELS.flatMap(rowsOf), unknownRow()]);
});

it('the README tells the day of the prices, and what the first video and the cheapest cost', () => {
	const range = priceRange(MODELS.flatMap(routesOf));
	for (const date of range?.dates ?? ['no price list']) expect(costs).toContain(date);
	const [, first = ''] = /\n## Your first video\n([^]*?)\n## /.exec(readme) ?? [];
	expect(first).toContain(cost(routesOf(MODELS[0]), '5', false));
	expect(first).toContain(`$${((range?.from ?? 0) / 1_000_000).toFixed(2)}`);
});
