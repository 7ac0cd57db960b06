/*
 * Jest runs tests in a realm of their own, where errors of Node.js itself (a refused connection, an
 * abort, a missing file) are no `instanceof Error`. In a real n8n they are, and both n8n and the
 * package look at that; so `instanceof Error` is made to mean here what it means there.
 * Loaded by the harness; also fit for Jest's `setupFiles`.
 */
import { types } from 'node:util';

if (!(new DOMException() instanceof Error)) {
	const ordinary = Function.prototype[Symbol.hasInstance];
	Object.defineProperty(Error, Symbol.hasInstance, {
		configurable: true,
		value(this: unknown, candidate: unknown): boolean {
			if (this === Error && types.isNativeError(candidate)) return true;
			return ordinary.call(this as () => void, candidate);
		},
	});
}
