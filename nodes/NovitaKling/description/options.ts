import type { INodeProperties } from 'n8n-workflow';

import { operationsOf } from '../parameters/operations';
import { AS_TOOL } from './toolMode';
import { OPTIONS, type Option, optionDisplayName } from '../parameters/options';
import { NODE_TEXTS } from '../parameters/texts';

/** The collection of options at the end of the panel: settings that most users never need. */
export const optionsProperty: INodeProperties = {
	...NODE_TEXTS.options,
	name: 'options',
	type: 'collection',
	default: {},
	options: Object.entries<Option>(OPTIONS).map(([name, option]) => optionProperty(name, option)),
	// As a path, because the editor empties a collection when a parameter beside it changes.
	displayOptions: { hide: { '/operation': ['getBalance'] } },
};

function optionProperty(name: string, option: Option): INodeProperties {
	const { description, operations, isForFile } = option;
	const base = {
		displayName: optionDisplayName(option),
		name,
		description,
		displayOptions: {
			show: { '/operation': [...(operations ?? operationsOf('video'))] },
			...(isForFile && { hide: AS_TOOL }),
		},
	};
	switch (option.kind) {
		case 'number':
			return {
				...base,
				type: 'number',
				typeOptions: {
					minValue: option.min,
					maxValue: option.max,
					numberPrecision: option.decimals,
				},
				default: option.default,
			};
		case 'choice':
			return {
				...base,
				type: 'options',
				options: option.choices.map(({ value, label, description: text }) => ({
					name: label,
					value,
					description: text,
				})),
				default: option.default,
			};
		case 'switch':
			return { ...base, type: 'boolean', default: option.default };
		case 'text':
			return {
				...base,
				type: 'string',
				placeholder: option.placeholder,
				...(option.hint && { hint: option.hint }),
				default: option.default,
			};
	}
}
