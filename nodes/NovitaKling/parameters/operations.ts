/** What the operations are about, by the values that workflows store; the first is the default. */
export const RESOURCES = {
	video: { displayName: 'Video' },
	account: { displayName: 'Account' },
} as const;

/** Value of the parameter `resource`. */
export type Resource = keyof typeof RESOURCES;

/** The resources in the order of the table. */
export const RESOURCE_NAMES = Object.keys(RESOURCES) as readonly Resource[];

/** What the panel says about an operation, and what kind of operation it is. */
interface OperationEntry {
	readonly resource: Resource;
	/** Whether the operation starts a task, which costs money. */
	readonly startsTask: boolean;
	readonly displayName: string;
	/** The entry in n8n's node creator, and what n8n tells an AI agent of the tool. */
	readonly action: string;
	readonly description: string;
}

/**
 * Every operation of the node, by the value that workflows store, in the order of the panel. The panel,
 * the subtitle, the checks and the execution follow from this table: an entry that one of them lacks is
 * a type error.
 */
export const OPERATIONS = {
	textToVideo: {
		resource: 'video',
		startsTask: true,
		displayName: 'Text to Video',
		action: 'Generate a video from text',
		description: 'Generate a video from a prompt',
	},
	imageToVideo: {
		resource: 'video',
		startsTask: true,
		displayName: 'Image to Video',
		action: 'Generate a video from an image',
		description: 'Animate an image as a prompt describes it',
	},
	motionControl: {
		resource: 'video',
		startsTask: true,
		displayName: 'Motion Control',
		action: 'Transfer motion from a video to an image',
		description: 'Transfer the movement in a video to the person in an image',
	},
	getResult: {
		resource: 'video',
		startsTask: false,
		displayName: 'Get Result',
		action: 'Get a video by task ID',
		description: 'Get the status and the video of a task by its ID, free of charge',
	},
	getBalance: {
		resource: 'account',
		startsTask: false,
		displayName: 'Get Balance',
		action: 'Get the account balance',
		description: 'Get what is left on the Novita account, free of charge',
	},
	getUsage: {
		resource: 'account',
		startsTask: false,
		displayName: 'Get Usage',
		action: 'Get the billed usage',
		description: 'Get what Novita billed for videos, images and sounds, free of charge',
	},
} as const satisfies Readonly<Record<string, OperationEntry>>;

/** Value of the parameter `operation`. */
export type Operation = keyof typeof OPERATIONS;

/** An operation that starts a task, each with a route of its own for every model. */
export type VideoOperation = {
	[Name in Operation]: (typeof OPERATIONS)[Name]['startsTask'] extends true ? Name : never;
}[Operation];

/** The operations in the order of the table. */
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly Operation[];

/** The operations that start a task. */
export const VIDEO_OPERATIONS = OPERATION_NAMES.filter(isVideoOperation);

/** The operations of a resource, in the order of the table. */
export function operationsOf(resource: Resource): Operation[] {
	return OPERATION_NAMES.filter((name) => OPERATIONS[name].resource === resource);
}

/** Whether a value names an operation that starts a task. */
export function isVideoOperation(value: unknown): value is VideoOperation {
	return isOperation(value) && OPERATIONS[value].startsTask;
}

/** Whether a value names an operation that this version of the node knows. */
export function isOperation(value: unknown): value is Operation {
	return typeof value === 'string' && Object.hasOwn(OPERATIONS, value);
}
