/// <reference types="jest" />

/** Jest types its matchers as `any`, which would switch off the check of everything around them. */
declare namespace jest {
	interface Expect {
		any(constructor: unknown): unknown;
		anything(): unknown;
		arrayContaining(elements: readonly unknown[]): unknown;
		objectContaining(fields: object): unknown;
		stringContaining(text: string): unknown;
		stringMatching(pattern: string | RegExp): unknown;
	}
}
