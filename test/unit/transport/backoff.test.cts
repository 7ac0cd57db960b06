import { backoffDelay } from '../../../nodes/NovitaKling/transport/backoff';

describe('backoffDelay', () => {
	it.each([
		[1, 1_000],
		[2, 2_000],
		[3, 4_000],
		[4, 8_000],
		[5, 16_000],
		[6, 30_000],
		[7, 30_000],
		[10_000, 30_000],
	])('after %i faults in a row is %i ms', (faults, expected) => {
		expect(backoffDelay(faults)).toBe(expected);
	});
});
