import { SUBTITLE, properties } from '../../../nodes/NovitaKling/description';
import {
	OPERATIONS,
	OPERATION_NAMES,
	VIDEO_OPERATIONS,
	isOperation,
	isVideoOperation,
	operationsOf,
} from '../../../nodes/NovitaKling/parameters/operations';

it('keep the names that saved workflows have', () => {
	expect(OPERATION_NAMES).toEqual(
		expect.arrayContaining([
			'textToVideo',
			'imageToVideo',
			'motionControl',
			'getResult',
			'getBalance',
			'getUsage',
		]),
	);
});

it('are in the panel below their resource, in the order of the table, and in the subtitle', () => {
	const panel = properties.filter(({ name }) => name === 'operation');
	expect(panel.map(({ displayOptions }) => displayOptions?.show?.resource)).toEqual([
		['video'],
		['account'],
	]);
	expect(panel.flatMap(({ options = [] }) => options.map(({ name }) => name))).toEqual(
		OPERATION_NAMES.map((name) => OPERATIONS[name].displayName),
	);
	for (const name of OPERATION_NAMES) {
		expect(SUBTITLE).toContain(`"${name}":"${OPERATIONS[name].displayName}"`);
	}
});

it('are told apart by what they cost and by what they are about', () => {
	expect(VIDEO_OPERATIONS).toEqual(['textToVideo', 'imageToVideo', 'motionControl']);
	expect(operationsOf('video')).toEqual([...VIDEO_OPERATIONS, 'getResult']);
	expect(operationsOf('account')).toEqual(['getBalance', 'getUsage']);
});

it.each(['makeCoffee', 'toString', '__proto__', '', undefined, null, 5, ['textToVideo']])(
	'%j is none of them',
	(value) => {
		expect(isOperation(value)).toBe(false);
		expect(isVideoOperation(value)).toBe(false);
	},
);
