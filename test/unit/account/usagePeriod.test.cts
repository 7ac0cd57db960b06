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
