import type { FastifyServerOptions } from 'fastify';
import { novitaError, type NovitaErrorBody } from './errors.cts';
import type { ModelRoute, Schema } from './models.cts';

/** Turns a row of the model table into the JSON Schema of its request body. */
export function bodySchema(model: ModelRoute): Schema {
	return {
		...model.conditions,
		type: 'object',
		properties: model.fields,
		required: model.required,
		additionalProperties: false,
	};
}

type AjvOptions = NonNullable<FastifyServerOptions['ajv']>;

/**
 * Ajv as strict as the documents: no conversion of types, no silent removal of unknown fields, no
 * defaults; and the keyword `decimals`, a number's allowed digits after the point. `multipleOf` will
 * not do for that: 0.7 is no multiple of 0.1 in floating point, and 0.30000000000000004 must be refused.
 */
export const STRICT_VALIDATION: AjvOptions = {
	customOptions: {
		coerceTypes: false,
		removeAdditional: false,
		useDefaults: false,
		// The rows combine `required` with `properties` of another level; Ajv calls that too loose.
		strict: false,
		keywords: [
			{
				keyword: 'decimals',
				type: 'number',
				validate: (digits: number, value: number) => Number(value.toFixed(digits)) === value,
				errors: false,
			},
		],
	},
};

/** What Ajv says about a body, as far as the answer needs it. */
export interface SchemaFailure {
	readonly instancePath: string;
	readonly message?: string;
	readonly params?: Readonly<Record<string, unknown>>;
}

/** Words a failed check in Novita's form, naming the field. */
export function invalidBody(failures: readonly SchemaFailure[]): NovitaErrorBody {
	const [first] = failures;
	const named = first?.params?.missingProperty ?? first?.params?.additionalProperty;
	const field = [first?.instancePath.slice(1).replaceAll('/', '.'), named]
		.filter(Boolean)
		.join('.');
	const message = `invalid request body: ${field || 'body'} ${first?.message ?? 'is not valid'}`;
	return novitaError('INVALID_REQUEST_BODY', { message, metadata: { field } });
}
