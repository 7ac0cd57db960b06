import { wakesWithErrors, wakesWithItems } from '../../../nodes/NovitaKling/n8n/suspension';

/**
 * Names that the published n8n-workflow of a version exports, among those that came and went between
 * n8n 1.100 and 2.41; what n8n does was seen on a server of each version (`npm run test:versions`).
 */
const EXPORTS: ReadonlyArray<
	readonly [n8n: string, exports: readonly string[], wakesWith: { items: boolean; errors: boolean }]
> = [
	['1.100.1', ['START_NODE_TYPE'], { items: false, errors: false }],
	['1.123.81', ['START_NODE_TYPE', 'sleepWithAbort'], { items: false, errors: false }],
	[
		'2.0.3',
		['START_NODE_TYPE', 'sleepWithAbort', 'calculateWorkflowChecksum', 'isObject'],
		{ items: true, errors: false },
	],
	[
		'2.20.12',
		['sleepWithAbort', 'calculateWorkflowChecksum', 'isToolType'],
		{ items: true, errors: false },
	],
	[
		'2.30.8',
		['calculateWorkflowChecksum', 'isToolType', 'nodeIssuesToString'],
		{ items: true, errors: true },
	],
	[
		'a later one that dropped a name',
		['CRASHABLE_EXECUTION_STATUSES'],
		{ items: true, errors: true },
	],
];

it.each(EXPORTS)('knows how n8n %s wakes a suspended run', (_version, names, expected) => {
	const exported = Object.fromEntries(names.map((name) => [name, true]));
	expect({ items: wakesWithItems(exported), errors: wakesWithErrors(exported) }).toEqual(expected);
});

it('knows that the n8n of these tests wakes it with either', () => {
	expect([wakesWithItems(), wakesWithErrors()]).toEqual([true, true]);
});
