/** Resident memory of a process, from Linux's `/proc`. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Whether memory can be measured here. */
export const CAN_MEASURE_MEMORY = process.platform === 'linux';

/** The kernel counts in kibibytes. */
const KIBIBYTE = 1024;

type ProcessId = number | 'self';

/** In bytes: now (`VmRSS`), or the most since its mark was set back (`VmHWM`). */
export function residentMemory(processId: ProcessId, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${processId}/status`, 'utf8');
	const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
	if (kibibytes === undefined) throw new Error(`The kernel does not report ${field}`);
	return Number(kibibytes) * KIBIBYTE;
}

/** Sets the mark of the most resident memory back to what is used now: proc(5), clear_refs. */
export function resetPeak(processId: ProcessId): void {
	writeFileSync(`/proc/${processId}/clear_refs`, '5');
}
