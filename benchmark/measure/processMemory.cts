import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The kernel counts in kibibytes. */
const KIBIBYTE = 1024;

/** Whether memory of another process can be measured here; the figures come from Linux's `/proc`. */
export const CAN_MEASURE_MEMORY = process.platform === 'linux';

/**
 * The process of n8n among those that this one has started.
 *
 * @param script n8n's command line script
 * @throws Error where there is none
 */
export async function findN8nProcess(script: string): Promise<number> {
	const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
	for (const processId of children.trim().split(' ')) {
		const command = await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '');
		if (command.split('\0').includes(script)) return Number(processId);
	}
	throw new Error('The process of n8n was not found');
}

/** Resident memory of a process now, and the most since its mark was set back; bytes. */
export async function residentMemory(
	processId: number,
): Promise<{ nowBytes: number; peakBytes: number }> {
	const status = await readFile(`/proc/${processId}/status`, 'utf8');
	const field = (name: string) => {
		const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
		if (kibibytes === undefined) throw new Error(`The kernel does not tell ${name}`);
		return Number(kibibytes) * KIBIBYTE;
	};
	return { nowBytes: field('VmRSS'), peakBytes: field('VmHWM') };
}

/** What n8n is given to collect its garbage: a second at most, even after its start. */
const COLLECTION_MILLISECONDS = 2_000;

/** Lets n8n collect its garbage twice: what the first round has freed may free more. */
export async function collectGarbage(processId: number): Promise<void> {
	for (let round = 0; round < 2; round += 1) {
		process.kill(processId, 'SIGUSR2');
		await sleep(COLLECTION_MILLISECONDS);
	}
}

/** Sets the mark of the most resident memory back to what is used now: `proc(5)`, `clear_refs`. */
export async function resetPeak(processId: number): Promise<void> {
	await writeFile(`/proc/${processId}/clear_refs`, '5');
}
