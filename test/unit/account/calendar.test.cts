import { momentOf, startOf, startOfDaysBefore } from '../../../nodes/NovitaKling/account/calendar';

const DAYS: ReadonlyArray<readonly [moment: string, timeZone: string, day: string, month: string]> =
	[
		['2026-11-26T13:00:00Z', 'UTC', '2026-11-26T00:00:00Z', '2026-11-01T00:00:00Z'],
		['2026-11-26T13:00:00Z', 'Europe/Berlin', '2026-11-25T23:00:00Z', '2026-10-31T23:00:00Z'],
		['2026-11-26T23:30:00Z', 'Europe/Berlin', '2026-11-26T23:00:00Z', '2026-10-31T23:00:00Z'],
		['2026-12-01T04:00:00Z', 'America/New_York', '2026-11-30T05:00:00Z', '2026-11-01T04:00:00Z'],
		['2026-11-30T18:31:00Z', 'Asia/Kolkata', '2026-11-30T18:30:00Z', '2026-11-30T18:30:00Z'],
		['2026-11-26T13:00:00Z', 'Pacific/Kiritimati', '2026-11-26T10:00:00Z', '2026-10-31T10:00:00Z'],
		// The day on which the clocks of Berlin are set forward, and the one on which they are set back.
		['2026-03-29T12:00:00Z', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-02-28T23:00:00Z'],
		['2026-10-25T20:00:00Z', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-09-30T22:00:00Z'],
		// Clocks that are set forward at midnight: the day begins at one o'clock.
		['2026-09-06T12:00:00Z', 'America/Santiago', '2026-09-06T04:00:00Z', '2026-09-01T04:00:00Z'],
		['2028-02-29T23:59:59Z', 'UTC', '2028-02-29T00:00:00Z', '2028-02-01T00:00:00Z'],
	];

const isoOf = (text: string) => new Date(text).toISOString();

it.each(DAYS)('%s in %s is in the day of %s', (moment, timeZone, day, month) => {
	expect(startOf('day', new Date(moment), timeZone).toISOString()).toBe(isoOf(day));
	expect(startOf('month', new Date(moment), timeZone).toISOString()).toBe(isoOf(month));
});

it.each([
	[1, '2026-11-26T13:00:00Z', 'UTC', '2026-11-25T00:00:00Z'],
	[6, '2026-11-03T13:00:00Z', 'UTC', '2026-10-28T00:00:00Z'],
	[7, '2026-10-28T13:00:00Z', 'Europe/Berlin', '2026-10-20T22:00:00Z'],
])('%d days before %s in %s', (days, moment, timeZone, start) => {
	expect(startOfDaysBefore(days, new Date(moment), timeZone).toISOString()).toBe(isoOf(start));
});

it.each([
	[{ year: 2026, month: 7, day: 1, hour: 8, minute: 30 }, 'Europe/Berlin', '2026-07-01T06:30:00Z'],
	// Twice on the clocks: the first.
	[
		{ year: 2026, month: 10, day: 25, hour: 2, minute: 30 },
		'Europe/Berlin',
		'2026-10-25T00:30:00Z',
	],
	// Never on the clocks: as if they had not been set forward.
	[{ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, 'Europe/Berlin', '2026-03-29T01:30:00Z'],
])('%j on the clocks of %s', (time, timeZone, moment) => {
	expect(momentOf(time, timeZone).toISOString()).toBe(isoOf(moment));
});
