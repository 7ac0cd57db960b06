import type { INodeProperties } from 'n8n-workflow';

import { NODE_TEXTS } from '../parameters/texts';
import { USAGE_PERIODS } from '../parameters/usage';

const FOR_USAGE = { operation: ['getUsage'] };
const FOR_RANGE = { show: { ...FOR_USAGE, period: ['custom'] } };

/** What Get Usage gets: for which time, of which products, and in what form. */
export const usageProperties: INodeProperties[] = [
	{
		...NODE_TEXTS.period,
		name: 'period',
		type: 'options',
		options: USAGE_PERIODS.map(({ value, displayName, description }) => ({
			name: displayName,
			value,
			description,
		})),
		default: 'today',
		displayOptions: { show: FOR_USAGE },
	},
	{
		...NODE_TEXTS.from,
		name: 'from',
		type: 'dateTime',
		required: true,
		default: '',
		displayOptions: FOR_RANGE,
	},
	{ ...NODE_TEXTS.to, name: 'to', type: 'dateTime', default: '', displayOptions: FOR_RANGE },
	{
		...NODE_TEXTS.productName,
		name: 'productName',
		type: 'string',
		default: '',
		displayOptions: { show: FOR_USAGE },
	},
	{
		...NODE_TEXTS.sum,
		name: 'sum',
		type: 'boolean',
		default: false,
		displayOptions: { show: FOR_USAGE },
	},
];
