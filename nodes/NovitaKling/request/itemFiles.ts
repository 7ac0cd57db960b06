import type { Place } from '../errors/inputFailures';

/** A file whose bytes are read when they are needed; an item that waits holds none. */
export interface ReadableFile {
	readonly read: () => Promise<Buffer>;
}

/** A file of an input item. */
export interface InputFile extends ReadableFile {
	/** Its name, for messages; undefined where it has none. */
	readonly name?: string;
	/** Size in bytes. */
	readonly size: number;
	/**
	 * Makes an address at which Novita can open the file.
	 *
	 * @param source the parameter that chose the file
	 * @throws ItemFailure where n8n has no address for it, or none that is public
	 */
	readonly lend: (source: Place) => string;
}

/** What a file that n8n fetches has to be; each check throws an `ItemFailure`. */
export interface WantedFile {
	/** The parameter that names the address. */
	readonly place: Place;
	/** Checks what the file is, from its first bytes. */
	readonly checkStart: (bytes: Buffer) => void;
	/** Checks its size in bytes, or that of the part which has arrived. */
	readonly checkSize: (bytes: number, isWhole: boolean) => void;
}

/** How the files of an item are got. */
export interface ItemFiles {
	/** Gives a file of the item by its field name; throws an `ItemFailure` where there is none. */
	readonly open: (fieldName: string, place: Place) => Promise<InputFile>;
	/** Gives a file that n8n fetches from an address the first time that it is read. */
	readonly fetch: (address: URL, wanted: WantedFile) => ReadableFile;
}
