/** For which time Get Usage gets the bills, by the values that workflows store, in alphabetical order. */
export const USAGE_PERIODS = [
	{ value: 'custom', displayName: 'Custom', description: 'From one moment until another' },
	{
		value: 'last7Days',
		displayName: 'Last 7 Days',
		description: 'Today and the six days before it',
	},
	{ value: 'thisMonth', displayName: 'This Month', description: 'Since the first of this month' },
	{ value: 'today', displayName: 'Today', description: 'Since midnight' },
	{ value: 'yesterday', displayName: 'Yesterday', description: 'The whole day before today' },
] as const;

/** Value of the parameter `period`. */
export type UsagePeriod = (typeof USAGE_PERIODS)[number]['value'];
