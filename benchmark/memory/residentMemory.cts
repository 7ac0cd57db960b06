import { writeFileSync } from 'node:fs';

/** Often enough to see a buffer that lives for one chunk of a fast download. */
const SAMPLE_MILLISECONDS = 5;

/** `resourceUsage` counts in kibibytes. */
const KIBIBYTE = 1024;

/** Highest resident memory of this process while something went on. */
export interface Peak {
	readonly sampledBytes: number;
	readonly exactBytes?: number;
	readonly samples: number;
}

/**
 * Sets the kernel's high-water mark of this process back to what it uses now (Linux, proc(5):
 * clear_refs takes 5), so that the mark afterwards is that of the time in between.
 *
 * @returns whether it could
 */
function resetHighWaterMark(): boolean {
	try {
		writeFileSync('/proc/self/clear_refs', '5');
		return true;
	} catch {
		return false;
	}
}

/** Resident memory now, after a garbage collection where Node.js was started with `--expose-gc`. */
export function settledMemory(): number {
	globalThis.gc?.();
	return process.memoryUsage.rss();
}

/** Watches resident memory while `work` goes on. */
export async function watchMemory<Result>(
	work: () => Promise<Result>,
): Promise<{ result: Result; peak: Peak }> {
	const isExact = resetHighWaterMark();
	let sampledBytes = process.memoryUsage.rss();
	let samples = 1;
	const sampler = setInterval(() => {
		sampledBytes = Math.max(sampledBytes, process.memoryUsage.rss());
		samples += 1;
	}, SAMPLE_MILLISECONDS);
	try {
		const result = await work();
		const exactBytes = isExact ? process.resourceUsage().maxRSS * KIBIBYTE : undefined;
		return { result, peak: { sampledBytes, exactBytes, samples } };
	} finally {
		clearInterval(sampler);
	}
}
