import { SUBTITLE, properties } from '../../../nodes/NovitaKling/description';
import {
	ACCOUNT_OPERATIONS,
	OPERATIONS,
	OPERATION_NAMES,
	VIDEO_OPERATIONS,
	isOperation,
	isVideoOperation,
} from '../../../nodes/NovitaKling/parameters/operations';

it('keep the names that saved workflows have', () => {
	expect(OPERATION_NAMES).toEqual(
		expect.arrayContaining([
			'textToVideo',
			'imageToVideo',
			'motionControl',
			'getResult',
			'getBalance',
		]),
	);
});

it('are in the panel in alphabetical order, and in the subtitle', () => {
	const panel = properties.find(({ name }) => name === 'operation');
	const names = OPERATION_NAMES.map((name) => OPERATIONS[name].displayName);
	expect(panel?.options?.map(({ name }) => name)).toEqual([...names].sort());
	for (const name of OPERATION_NAMES) {
		expect(SUBTITLE).toContain(`"${name}":"${OPERATIONS[name].displayName}"`);
	}
});

it('are told apart by what they cost and by what they are about', () => {
	expect(VIDEO_OPERATIONS).toEqual(['textToVideo', 'imageToVideo', 'motionControl']);
	expect(ACCOUNT_OPERATIONS).toEqual(['getBalance']);
});

it.each(['makeCoffee', 'toString', '__proto__', '', undefined, null, 5, ['textToVideo']])(
	'%j is none of them',
	(value) => {
		expect(isOperation(value)).toBe(false);
		expect(isVideoOperation(value)).toBe(false);
	},
);
