import { readUsagePeriod } from '../../../nodes/NovitaKling/account/usagePeriod';

const NOW = new Date('2026-11-26T10:10:00Z');

it.each([
	['Europe/Berlin', '2026-11-25T23:00:00.000Z'],
	['Asia/Kolkata', '2026-11-25T18:00:00.000Z'],
	['Asia/Kathmandu', '2026-11-25T18:00:00.000Z'],
])('yesterday ends where today begins in %s', (timeZone, midnight) => {
	const rangeOf = (period: string) =>
		readUsagePeriod((name) => (name === 'period' ? period : undefined), NOW, timeZone);
	expect(rangeOf('today')).toEqual({ from: new Date(midnight), to: NOW });
	expect(rangeOf('yesterday').to).toEqual(new Date(midnight));
});

const customRange = (from: string, to: string) => {
	const values: Record<string, string> = { period: 'custom', from, to };
	return readUsagePeriod((name) => values[name], NOW, 'UTC');
};

it('an end in the future counts as now, however far it is', () => {
	const range = customRange('2026-11-01', '2030-01-01');
	expect(range).toEqual({ from: new Date('2026-11-01T00:00:00Z'), to: NOW });
});

it.each(['2026-02-31', '2026-02-31T00:00:00Z', '2026-13-01T00:00:00+01:00'])(
	'%s is no day',
	(from) => {
		expect(() => customRange(from, '')).toThrow(from);
	},
);
