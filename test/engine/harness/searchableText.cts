/** Shorter texts that look like base64 are mostly plain words, and hold no key. */
const SHORTEST_BASE64 = 16;

/** What may stand before base64: of a data URI, or of a header. */
const BASE64_PREFIX = /^(?:data:[^,]*,|Basic )/;

const NOT_BASE64 = /[^A-Za-z0-9+/_-]/;

/**
 * Every string that can be reached from a value: keys and values of plain objects, messages, stacks
 * and causes of errors (also where they are not enumerable), the text of buffers, maps and sets.
 */
export function stringsIn(value: unknown): string[] {
	const found: string[] = [];
	const seen = new Set<object>();
	const waiting: unknown[] = [value];
	while (waiting.length > 0) {
		const next = waiting.pop();
		if (typeof next === 'string') found.push(next);
		if (typeof next !== 'object' || next === null || seen.has(next)) continue;
		seen.add(next);
		if (ArrayBuffer.isView(next)) {
			found.push(Buffer.from(next.buffer, next.byteOffset, next.byteLength).toString('latin1'));
			continue;
		}
		waiting.push(...childrenOf(next));
	}
	return found;
}

function childrenOf(parent: object): unknown[] {
	if (parent instanceof Map) return [...parent.keys(), ...parent.values()];
	if (parent instanceof Set) return [...parent];
	const children: unknown[] = [];
	for (const key of Reflect.ownKeys(parent)) {
		if (typeof key === 'string') children.push(key);
		const property = Reflect.getOwnPropertyDescriptor(parent, key);
		if (property && 'value' in property) children.push(property.value);
	}
	return children;
}

/**
 * One text to search for a secret: all strings of the given values, and beside each the plain
 * form of what is percent-encoded or base64 in it.
 */
export function searchableText(...values: unknown[]): string {
	const plain = stringsIn(values);
	return [...plain, ...plain.flatMap(decoded)].join('\n');
}

function decoded(text: string): string[] {
	return [percentDecoded(text), base64Decoded(text)].filter((form) => form !== undefined);
}

function percentDecoded(text: string): string | undefined {
	if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
	return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
		Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
	);
}

function base64Decoded(text: string): string | undefined {
	// One search for a wrong character: a pattern over a whole image of 13 MB would exhaust the stack.
	const base64 = text.replace(BASE64_PREFIX, '').replace(/={1,2}$/, '');
	if (base64.length < SHORTEST_BASE64 || NOT_BASE64.test(base64)) return undefined;
	return Buffer.from(base64, 'base64').toString('latin1');
}
