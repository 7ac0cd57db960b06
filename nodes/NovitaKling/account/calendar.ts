/** Calendar days in a time zone; pure, and without a library: n8n gives its nodes none. */

/** A moment as the clocks of a time zone show it. */
interface ClockTime {
	readonly year: number;
	/** From 1. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
}

/** The formats are slow to make. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The start of the day or the month in which a moment lies.
 *
 * @param timeZone name of the time zone, such as Europe/Berlin
 */
export function startOf(period: 'day' | 'month', moment: Date, timeZone: string): Date {
	const { year, month, day } = clockTime(moment, timeZone);
	return momentOf({ year, month, day: period === 'day' ? day : 1 }, timeZone);
}

/** The start of the day that lies some days before that of a moment. */
export function startOfDaysBefore(days: number, moment: Date, timeZone: string): Date {
	const { year, month, day } = clockTime(moment, timeZone);
	return momentOf({ year, month, day: day - days }, timeZone);
}

/**
 * The moment at which the clocks of a time zone show a time. Of two such moments, when the clocks are
 * set back, it is the first; a time that is left out, when they are set forward, counts as after it.
 */
export function momentOf(time: Partial<ClockTime>, timeZone: string): Date {
	const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = time;
	const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
	const [before, after] = [-DAY, DAY].map((near) => offsetAt(asUtc + near, timeZone));
	const candidates = [asUtc - before, asUtc - after];
	const exact = candidates.filter((at) => at + offsetAt(at, timeZone) === asUtc);
	return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

const DAY = 24 * 60 * 60 * 1000;

/** Milliseconds by which the clocks of a time zone are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
	const { year, month, day, hour, minute, second } = clockTime(new Date(at), timeZone);
	return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function clockTime(moment: Date, timeZone: string): ClockTime {
	const format =
		formats.get(timeZone) ??
		new Intl.DateTimeFormat('en-US', {
			...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
			...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
		});
	formats.set(timeZone, format);
	const parts = format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]);
	return Object.fromEntries(parts) as unknown as ClockTime;
}
