import type { ItemFailure } from './failure';
import { type Place, invalidInput } from './inputFailures';

/** Why n8n cannot make a file of the input item public, and what its administrator can change. */
const LEND_FAULTS = {
	inMemory: {
		what: 'this n8n keeps files in memory, so it has no address for them',
		cure: 'Set N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or to database in queue mode',
	},
	notOffered: {
		what: 'this version of n8n makes no addresses for files',
		cure: 'Update n8n',
	},
} as const;

/** n8n has no address for the file. @param source the parameter that chose the file */
export function cannotLend(source: Place, fault: keyof typeof LEND_FAULTS): ItemFailure {
	const { what, cure } = LEND_FAULTS[fault];
	return invalidInput(source.parameter, `${source.label}: ${what}`, orUrl(cure, source));
}

/**
 * The address that n8n has for the file leads into its own network.
 *
 * @param host of the address, without what opens the file
 */
export function lentPrivately(source: Place, host: string): ItemFailure {
	return invalidInput(
		source.parameter,
		`${source.label}: Novita cannot open a file of this n8n, because its address leads to ${host}`,
		orUrl(
			'Set WEBHOOK_URL to an address of this n8n that is open to the internet, on every worker too',
			source,
		),
	);
}

const orUrl = (cure: string, { label }: Place) => `${cure}; or set ${label} to URL.`;

/**
 * An address of the user's leads into a private network: Novita would take the money and find nothing.
 *
 * @param orSource how else the file can come, as the end of a sentence; empty where it cannot
 */
export function privateAddress(
	{ parameter, label }: Place,
	host: string,
	orSource: string,
): ItemFailure {
	return invalidInput(
		parameter,
		`${label} leads to ${host}, which Novita cannot open`,
		`Set ${label} to a public address${orSource}.`,
	);
}
