import type { FastifyError, FastifyServerOptions } from 'fastify';
import { Refusal } from './errors.cts';
import { isOnStep, type Field, type Fields, type Kind, type KindOf } from './pageFields.cts';

/** A JSON Schema as plain data. */
type Schema = Readonly<Record<string, unknown>>;

const SCHEMAS: { readonly [Name in Kind['kind']]: (field: KindOf<Name>) => Schema } = {
	text: ({ shortest, longest }) => ({ type: 'string', minLength: shortest, maxLength: longest }),
	choice: ({ values }) => ({ enum: values }),
	integer: ({ min, max }) => ({ type: 'integer', minimum: min, maximum: max }),
	number: ({ min, max, step }) => ({
		...{ type: 'number', minimum: min, maximum: max },
		...(step && { step }),
	}),
	boolean: () => ({ type: 'boolean' }),
	url: () => ({ type: 'string', pattern: '^https?://[^\\s]+$' }),
	// Not `minLength`, for which Ajv counts every character of 13 MB.
	image: () => ({ type: 'string', pattern: '^[^]' }),
	strings: ({ item }) => ({ type: 'array', minItems: 1, items: fieldSchema(item) }),
	objects: ({ fields }) => ({ type: 'array', minItems: 1, items: bodySchema(fields) }),
};

function fieldSchema(field: Field): Schema {
	return (SCHEMAS[field.kind] as (field: Field) => Schema)(field);
}

/** What a field demands of the fields beside it. */
function conditionsOf([name, { required, excludes, onlyWith }]: [string, Field]): Schema[] {
	const conditions: Schema[] = [];
	if (excludes && required) {
		conditions.push({ oneOf: [{ required: [name] }, { required: [excludes] }] });
	} else if (excludes) {
		conditions.push({ not: { required: [name, excludes] } });
	}
	if (onlyWith) {
		const { field, value } = onlyWith;
		const then = { required: [field], properties: { [field]: { const: value } } };
		conditions.push({ if: { required: [name] }, then });
	}
	return conditions;
}

/**
 * Turns the fields of a page into the JSON Schema of its request body. Unknown fields are refused on
 * purpose: the real service ignores them without a word, so a misspelt field costs money silently
 * there and breaks a test here.
 */
export function bodySchema(fields: Fields): Schema {
	const entries = Object.entries(fields);
	const needed = entries.filter(([, { required, excludes }]) => required && !excludes);
	const conditions = entries.flatMap(conditionsOf);
	return {
		type: 'object',
		properties: Object.fromEntries(entries.map(([name, field]) => [name, fieldSchema(field)])),
		required: needed.map(([name]) => name),
		additionalProperties: false,
		...(conditions.length > 0 && { allOf: conditions }),
	};
}

type AjvOptions = NonNullable<FastifyServerOptions['ajv']>;
type SchemaFailure = NonNullable<FastifyError['validation']>[number];

/**
 * Ajv as strict as the documents: no conversion of types, no silent removal of unknown fields, no
 * defaults; and the keyword `step`, as `multipleOf` divides and so refuses 0.7 in steps of 0.1.
 */
export const STRICT_VALIDATION: AjvOptions = {
	customOptions: {
		coerceTypes: false,
		removeAdditional: false,
		useDefaults: false,
		// The conditions use `required` with `properties` of another level; Ajv calls that too loose.
		strict: false,
		keywords: [
			{
				keyword: 'step',
				type: 'number',
				validate: (step: number, value: number) => isOnStep(value, step),
				errors: false,
			},
		],
	},
};

/** The refusal of a body that failed its check, with the name of the field. */
export function invalidBody(failures: readonly SchemaFailure[]): Refusal {
	const [first] = failures;
	const named = first?.params?.missingProperty ?? first?.params?.additionalProperty;
	const field = [first?.instancePath.slice(1).replaceAll('/', '.'), named]
		.filter(Boolean)
		.join('.');
	const message = `invalid request body: ${field || 'body'} ${first?.message ?? 'is not valid'}`;
	return new Refusal('INVALID_REQUEST_BODY', { message, metadata: { field } });
}
