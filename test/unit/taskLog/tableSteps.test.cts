import { rowsStep, stepsOf } from '../../../nodes/NovitaKling/taskLog/tableSteps';

const NOTHING = { changes: [], removals: [], newRows: [] };

const idOf = (id: number, taskId: string) => ({
	where: { column: 'id', values: [id] } as const,
	values: { taskId },
});

const endOf = (...taskIds: string[]) => ({
	where: { column: 'taskId', values: taskIds } as const,
	values: { status: 'delivered' } as const,
});

/** The conditions of each step, as column and value. */
const conditionsOf = (steps: ReturnType<typeof stepsOf>) =>
	steps.map(({ parameters }) => {
		const { conditions } = parameters.filters as {
			conditions: Array<{ keyName: string; keyValue: unknown }>;
		};
		return conditions.map(({ keyName, keyValue }) => [keyName, keyValue]);
	});

test('values are written out, because n8n takes long to compile each expression', () => {
	const step = rowsStep({ column: 'idempotencyKey', values: ['order 1', 'a = b', 7] });
	expect(conditionsOf([step])).toEqual([
		['order 1', 'a = b', 7].map((value) => ['idempotencyKey', value]),
	]);
	const removals = stepsOf({ ...NOTHING, removals: [3, 4] });
	expect(conditionsOf(removals)).toEqual([[3, 4].map((id) => ['id', id])]);
});

test('a value that n8n would take for an expression goes in as an item', () => {
	const { parameters, items } = rowsStep({
		column: 'idempotencyKey',
		values: ['order', '={{ 1 + 1 }}'],
	});
	expect(conditionsOf([{ parameters, items }])).toEqual([
		[
			['idempotencyKey', 'order'],
			['idempotencyKey', '={{ $json.where[1] }}'],
		],
	]);
	expect(items).toEqual([{ where: ['order', '={{ 1 + 1 }}'] }]);
});

test('rows get their task IDs in one step, before other changes find them by these', () => {
	const changes = [endOf('a'), idOf(1, 'b'), endOf('b', 'c'), idOf(2, 'c')];
	const steps = stepsOf({ ...NOTHING, changes });
	expect(conditionsOf(steps)).toEqual([
		[['id', '={{ $json.where[0] }}']],
		[['taskId', 'a']],
		[
			['taskId', 'b'],
			['taskId', 'c'],
		],
	]);
	expect(steps[0].items).toEqual([
		{ where: [1], values: { taskId: 'b' } },
		{ where: [2], values: { taskId: 'c' } },
	]);
});

test('what is said of one row at a time is one change', () => {
	const changes = [endOf('a'), { ...endOf('a'), values: { tookSeconds: 90 } }];
	const [{ items }, ...others] = stepsOf({ ...NOTHING, changes });
	expect(others).toEqual([]);
	expect(items).toEqual([{ where: ['a'], values: { ...endOf('a').values, tookSeconds: 90 } }]);
});
