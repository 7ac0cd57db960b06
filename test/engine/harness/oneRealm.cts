/*
 * Jest runs tests in a realm of their own, where errors of Node.js itself (a refused connection, an
 * abort, a missing file) are not `instanceof Error`. In a real n8n they are, and both n8n and the
 * package rely on it, so `instanceof Error` is made to mean the same here.
 * The harness loads it, and Jest does through `setupFiles`.
 */

if (!(new DOMException() instanceof Error)) {
	const ordinary = Function.prototype[Symbol.hasInstance];
	Object.defineProperty(Error, Symbol.hasInstance, {
		configurable: true,
		value(this: unknown, candidate: unknown): boolean {
			if (this === Error && Error.isError(candidate)) return true;
			return ordinary.call(this as () => void, candidate);
		},
	});
}
