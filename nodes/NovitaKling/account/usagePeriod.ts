import { rangeReversed, rangeTooLong, rangeInFuture } from '../errors/usageFailures';
import { missingValue, notAllowed } from '../errors/inputFailures';
import { labelOf } from '../parameters/texts';
import { USAGE_PERIODS, type UsagePeriod } from '../parameters/usage';
import { readChoiceValue } from '../request/choiceValue';
import type { ReadParameter } from '../request/fieldOfItem';
import { isEmpty } from '../request/plainValues';
import { momentOf, startOf, startOfDaysBefore } from './calendar';

/** A stretch of time. */
export interface TimeRange {
	readonly from: Date;
	/** Not included. */
	readonly to: Date;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Bills by the hour are given for seven days at a time. Source: the page basic-query-apikey-bill. */
const LONGEST_QUERY = 7 * DAY;

/** More would take a request for each week of it. */
const LONGEST_RANGE = 366 * DAY;

/** When each period begins and ends; until now where there is no end. */
const RANGES: Readonly<
	Record<Exclude<UsagePeriod, 'custom'>, (now: Date, timeZone: string) => { from: Date; to?: Date }>
> = {
	today: (now, timeZone) => ({ from: startOf('day', now, timeZone) }),
	yesterday: (now, timeZone) => ({
		from: startOfDaysBefore(1, now, timeZone),
		to: startOf('day', now, timeZone),
	}),
	last7Days: (now, timeZone) => ({ from: startOfDaysBefore(6, now, timeZone) }),
	thisMonth: (now, timeZone) => ({ from: startOf('month', now, timeZone) }),
};

/**
 * Reads for which time the usage is wanted, in whole hours, because Novita bills by the hour.
 *
 * @param now the end of a period that has not ended
 * @throws ItemFailure of kind `invalidInput`
 */
export function readUsagePeriod(
	readParameter: ReadParameter,
	now: Date,
	timeZone: string,
): TimeRange {
	const place = { parameter: 'period', label: labelOf('period') };
	const period = readChoiceValue(place, readParameter('period'), USAGE_PERIODS).value;
	const { from, to = now } =
		period === 'custom' ? readRange(readParameter, now, timeZone) : RANGES[period](now, timeZone);
	// Where midnight is within an hour, the hour belongs to the day that begins in it, and to no other.
	const roundEnd = period === 'custom' || to === now ? Math.ceil : Math.floor;
	const end = Math.min(roundEnd(to.getTime() / HOUR) * HOUR, now.getTime());
	return { from: new Date(Math.floor(from.getTime() / HOUR) * HOUR), to: new Date(end) };
}

/** Splits a range into ones that Novita answers, without a gap and without an overlap. */
export function queriesFor({ from, to }: TimeRange): TimeRange[] {
	const count = Math.ceil((to.getTime() - from.getTime()) / LONGEST_QUERY);
	const start = (index: number) => new Date(from.getTime() + index * LONGEST_QUERY);
	return Array.from({ length: count }, (_, index) => ({
		from: start(index),
		to: index === count - 1 ? to : start(index + 1),
	}));
}

function readRange(readParameter: ReadParameter, now: Date, timeZone: string): TimeRange {
	const from = readMoment('from', readParameter, timeZone);
	if (!from) throw missingValue({ parameter: 'from', label: labelOf('from') });
	if (from >= now) throw rangeInFuture();
	const end = readMoment('to', readParameter, timeZone) ?? now;
	const to = end < now ? end : now;
	if (from >= to) throw rangeReversed();
	if (to.getTime() - from.getTime() > LONGEST_RANGE) throw rangeTooLong(LONGEST_RANGE / DAY);
	return { from, to };
}

/** Reads a moment; one without a time zone is in that of the workflow. @returns undefined where it is empty */
function readMoment(
	parameter: 'from' | 'to',
	readParameter: ReadParameter,
	timeZone: string,
): Date | undefined {
	const value = readParameter(parameter);
	if (isEmpty(value)) return undefined;
	const moment = momentIn(value, timeZone);
	if (moment && !Number.isNaN(moment.getTime())) return moment;
	const label = labelOf(parameter);
	throw notAllowed(
		{ parameter, label },
		value,
		`Set ${label} to a date with or without a time, e.g. 2026-11-01 or 2026-11-01T08:00:00+01:00.`,
	);
}

function momentIn(value: unknown, timeZone: string): Date | undefined {
	if (value instanceof Date) return value;
	if (isLuxonDate(value)) return new Date(value.toMillis());
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	const hasZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i.test(text);
	if (!hasZone) return localMoment(text, timeZone);
	const [year, month, day] = text.slice(0, 10).split('-').map(Number);
	return isDay(year, month, day) ? new Date(text) : undefined;
}

/** `Date` takes a 31 February for a 3 March. */
const isDay = (year: number, month: number, day: number): boolean =>
	month >= 1 && month <= 12 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;

/** What n8n's expressions have for a date. */
function isLuxonDate(value: unknown): value is { toMillis(): number } {
	return (
		typeof value === 'object' &&
		value !== null &&
		typeof (value as { toMillis?: unknown }).toMillis === 'function'
	);
}

function localMoment(text: string, timeZone: string): Date | undefined {
	const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;
	const parts = form
		.exec(text)
		?.slice(1)
		.map((part) => Number(part ?? 0));
	if (!parts) return undefined;
	const [year, month, day, hour, minute, second] = parts;
	const isTime = hour < 24 && minute < 60 && second < 60;
	if (!isDay(year, month, day) || !isTime) return undefined;
	return momentOf({ year, month, day, hour, minute, second }, timeZone);
}
