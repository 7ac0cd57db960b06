/** TypeScript to CommonJS for jest, the same for all suites. */
exports.codeTransform = {
	moduleFileExtensions: ['cts', 'ts', 'js', 'json', 'node'],
	transform: {
		'^.+\\.(ts|cts)$': [
			'@swc/jest',
			{
				jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
				module: { type: 'commonjs' },
			},
		],
	},
};
