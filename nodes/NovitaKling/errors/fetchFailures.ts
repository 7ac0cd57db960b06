import type { ItemFailure } from './failure';
import { type Place, invalidInput } from './inputFailures';

/** What to do about an address that n8n cannot fetch, by the HTTP status of its host. */
const STATUS_CURES: ReadonlyArray<{
	readonly statuses: readonly number[];
	readonly cure: string;
}> = [
	{
		statuses: [401, 403],
		cure: 'Check that the address gives access without a login and has not expired; or get the file with an HTTP Request node and its credential, and set Image Source to File From Input Item.',
	},
	{ statuses: [404, 410], cure: 'Check the address: there is no file at it.' },
];

const OTHER_CURE = 'Check the address in a browser, or run the workflow again later.';

/** How n8n may fail to fetch a file before its host has answered, in the words of the messages. */
const FETCH_FAULTS = {
	tooManyRedirects: 'too many redirects',
	redirectNotAllowed: 'it redirects to an address that may not be opened',
	tooSlow: 'the file did not arrive in time',
	blockedByN8n: "n8n's protection against requests to internal addresses does not allow it",
} as const;

/** Why a file could not be fetched. */
export type FetchFault = keyof typeof FETCH_FAULTS;

/** The host of a file that n8n fetches answered with something else than the file. */
export function fetchRefused({ parameter, label }: Place, httpStatus: number): ItemFailure {
	const { cure = OTHER_CURE } =
		STATUS_CURES.find(({ statuses }) => statuses.includes(httpStatus)) ?? {};
	return invalidInput(parameter, `${label}: the host answered with HTTP ${httpStatus}`, cure);
}

/** A file that n8n fetches did not come. */
export function fetchFailed(place: Place, fault: FetchFault): ItemFailure {
	return fetchBroken(place, FETCH_FAULTS[fault]);
}

/** The connection to the host of a file broke. @param words what broke, without the address */
export function fetchBroken({ parameter, label }: Place, words: string): ItemFailure {
	const nextStep =
		'Check that n8n can open the address, or set Image Source to File From Input Item and get the file with another node.';
	return invalidInput(parameter, `${label}: n8n could not fetch the file: ${words}`, nextStep);
}
