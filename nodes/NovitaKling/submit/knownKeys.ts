import { fingerprintOf } from './ledgerEntries';

/** Keys of the ledger in the order of their entries, to be found by their parts however many there are. */
export class KnownKeys {
	private readonly byFingerprint: ReadonlyMap<string, readonly string[]>;
	private readonly byPlace: ReadonlyMap<string, readonly string[]>;

	constructor(readonly all: readonly string[]) {
		this.byFingerprint = groupedBy(all, fingerprintOf);
		this.byPlace = groupedBy(all, placeOfKey);
	}

	/** The keys of equal requests. */
	withFingerprint(fingerprint: string): readonly string[] {
		return this.byFingerprint.get(fingerprint) ?? [];
	}

	/** The keys of one item. @param place as `placeOf` gives it */
	atPlace(place: string): readonly string[] {
		return this.byPlace.get(place) ?? [];
	}
}

/** The run and the item of a key, as `placeOf` gives them. */
function placeOfKey(key: string): string {
	const [run, item] = key.split('/');
	return `${run}/${item}/`;
}

function groupedBy(keys: readonly string[], partOf: (key: string) => string) {
	const groups = new Map<string, string[]>();
	for (const key of keys) {
		const group = groups.get(partOf(key));
		if (group) group.push(key);
		else groups.set(partOf(key), [key]);
	}
	return groups;
}
