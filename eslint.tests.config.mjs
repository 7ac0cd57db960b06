// n8n's own lint (eslint.config.mjs, strict, left as n8n's template has it) checks every `.ts` file and
// forbids timers, `process` and almost all modules of Node.js. So tests and tools are `.cts`, and checked here.
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rules of the strict set that find nothing wrong in this kind of code. */
const OFF = {
	// An element or field that is missing fails the test, which is what a test is for.
	'@typescript-eslint/no-non-null-assertion': 'off',
	// By its type every element of an array is there; tests check whether it is.
	'@typescript-eslint/no-unnecessary-condition': 'off',
	// Functions that n8n's interfaces declare as asynchronous often have nothing to await.
	'@typescript-eslint/require-await': 'off',
	// By its type a field of an n8n item may be an object; `String` is how tests read the text in it.
	'@typescript-eslint/no-base-to-string': 'off',
};

export default defineConfig(
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.cts'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: {
			parserOptions: { project: 'test/tsconfig.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			...OFF,
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-exports': 'error',
			'@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
			// `const { unwanted, ...rest } = …` is how a field is left out.
			'@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
			'@typescript-eslint/restrict-template-expressions': [
				'error',
				{ allowAny: false, allowNever: false, allowNullish: false },
			],
		},
	},
	{ files: ['scripts/**/*.mjs'], extends: [tseslint.configs.strict] },
);
