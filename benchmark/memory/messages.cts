/** What the three processes of the measurement say to each other. All plain data. */

/** Where the video host is and with which key it is asked. */
export interface SourceAddress {
	readonly url: string;
	readonly apiKey: string;
}

/** Asks the video host for a finished task whose video has this many bytes. */
export interface TaskOrder {
	readonly videoBytes: number;
}

/** The task that was ordered. */
export interface OrderedTask {
	readonly taskId: string;
}

/** One run of the node in n8n's engine. */
export interface RunOrder {
	/**
	 * `getResult` fetches the video of `taskId`; `imageToVideo` submits the image and waits; `bare`
	 * fetches `link` with n8n's helpers alone, without any of this package's code.
	 */
	readonly operation: 'getResult' | 'imageToVideo' | 'bare';
	readonly taskId?: string;
	readonly link?: string;
	readonly imageFile?: string;
}

/** What one run took. */
export interface RunReport {
	/** Resident memory before the run, with the engine started and warm; bytes. */
	readonly idleBytes: number;
	/** Highest resident memory that the sampler saw during the run; bytes. */
	readonly sampledPeakBytes: number;
	/**
	 * The kernel's own high-water mark of the run, which no peak escapes; bytes. Undefined where the
	 * mark of the start-up cannot be set back (anywhere but on Linux).
	 */
	readonly exactPeakBytes?: number;
	readonly samples: number;
	readonly milliseconds: number;
	/** Time of the processor that the run took, in this process; seconds. */
	readonly cpuSeconds: number;
	/** Bytes of the file that n8n's store has after the run; 0 if there is none. */
	readonly storedBytes: number;
}
