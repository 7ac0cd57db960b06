/**
 * How the node waits for a video: in the process, suspended in n8n's database, or not at all. The
 * names are what workflows store; the texts are those of the panel.
 */
export const WAIT_MODES = {
	none: {
		displayName: 'Do Not Wait',
		description: 'Return the task ID at once; get the video later with Get Result',
	},
	suspend: {
		displayName: 'Suspend the Execution',
		description:
			"Wait in n8n's database: holds no worker, survives a restart, polls about once a minute",
	},
	poll: {
		displayName: 'Until the Video Is Ready',
		description: 'Keep the node running and poll Novita until the video is there',
	},
} as const;

/** Value of the parameter `waitMode`. */
export type WaitMode = keyof typeof WAIT_MODES;

/** Whether a value names a wait mode that this version of the node knows. */
export function isWaitMode(value: unknown): value is WaitMode {
	return typeof value === 'string' && Object.hasOwn(WAIT_MODES, value);
}
