/**
 * How the node waits for a video: in the process, suspended in n8n's database, or not at all. The
 * names are what workflows store; the texts are those of the panel.
 */
export const WAIT_MODES = {
	poll: {
		displayName: 'Keep Running Until Ready',
		description: 'The node keeps running and polls Novita',
	},
	suspend: {
		displayName: 'Suspend Until Ready',
		description:
			"The execution waits in n8n's database: it survives a restart, and holds a worker only while it checks",
	},
	none: {
		displayName: 'Do Not Wait',
		description: 'Return the task ID at once; get the video later with Get Result',
	},
} as const;

/**
 * What the editor shows at the node while the execution is suspended. n8n lets it know nothing of the
 * run, so the time of the next check stands in the items of the waiting execution.
 */
export const SUSPENDED_TOOLTIP =
	'Novita is making the video. It is checked about a minute after the submit, when such videos are usually ready, and then every minute or two. n8n may be restarted meanwhile. The execution “waiting for videos” in the list of executions shows when each video is checked next.';

/** Value of the parameter `waitMode`. */
export type WaitMode = keyof typeof WAIT_MODES;

/** Whether a value names a wait mode that this version of the node knows. */
export function isWaitMode(value: unknown): value is WaitMode {
	return typeof value === 'string' && Object.hasOwn(WAIT_MODES, value);
}
