import { MEGABYTES, rounded, SECONDS } from '../figures.cts';
import { CHECKED_ITEMS, MANY, SUBMITS_A_MINUTE, TASK_SECONDS } from '../many/measureMany.cts';
import type { Results } from '../results.cts';
import { numberRow, ratio, times, type Row } from './rows.cts';
import { markdownTable, NOT_MEASURED } from './tables.cts';

/** What the project has promised. */
const LIMITED = { ratio: 1.05, refusals: 10 };
const PHOTOS = { ratio: 2, addedBytes: 250 * MEGABYTES.size };
const LONGEST_BLOCK = 50;

const MINUTE = 60 * SECONDS.size;

/** The least time for items of which a service takes so many a minute. */
const LEAST_TIME = (Math.ceil(MANY / SUBMITS_A_MINUTE) - 1) * MINUTE + TASK_SECONDS * SECONDS.size;

/** The targets for many items, beside what was measured. */
export function manyRows({ many }: Results): Row[] {
	const { limited, photos, checks } = many ?? {};
	const limitedItems = `${MANY} items of ${TASK_SECONDS} s, ${SUBMITS_A_MINUTE} submits a minute`;
	const manyPhotos = `${MANY} items with a photo of 9 MB`;
	return [
		numberRow(
			`${limitedItems}, beside the least time of ${LEAST_TIME / SECONDS.size} s`,
			'at most',
			LIMITED.ratio,
			ratio(limited?.milliseconds, LEAST_TIME),
			times,
		),
		numberRow('refusals in the same run', 'at most', LIMITED.refusals, limited?.refusals, String),
		numberRow(
			`${manyPhotos}, beside one`,
			'at most',
			PHOTOS.ratio,
			ratio(photos?.many, photos?.one),
			times,
		),
		numberRow(
			`memory that ${manyPhotos} add`,
			'less than',
			PHOTOS.addedBytes,
			photos?.addedBytes,
			(bytes) => `${rounded(bytes / MEGABYTES.size)} MB`,
		),
		numberRow(
			`longest block of n8n while ${CHECKED_ITEMS} items are checked`,
			'at most',
			LONGEST_BLOCK,
			checks?.longestBlock,
			(milliseconds) => `${Math.round(milliseconds)} ms`,
		),
	];
}

/** What many items take in one run of this node. */
export function manyTable({ many }: Results): string {
	if (!many) return NOT_MEASURED;
	const { limited, photos, checks } = many;
	const seconds = (milliseconds: number) => `${rounded(milliseconds / SECONDS.size)} s`;
	const megabytes = (bytes: number) => `${rounded(bytes / MEGABYTES.size)} MB`;
	return markdownTable(
		['', 'time', ''],
		[
			[
				`${MANY} items of ${TASK_SECONDS} s, ${SUBMITS_A_MINUTE} submits a minute`,
				seconds(limited.milliseconds),
				`${limited.refusals} refusals`,
			],
			[
				`1 item of ${TASK_SECONDS} s with a photo of ${megabytes(photos.bytes)}`,
				seconds(photos.one),
				'',
			],
			[`${MANY} of them`, seconds(photos.many), `${megabytes(photos.addedBytes)} of memory added`],
			[
				`${CHECKED_ITEMS} items checked`,
				seconds(checks.milliseconds),
				`longest block ${Math.round(checks.longestBlock)} ms`,
			],
		],
	);
}
