import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import axios from 'axios';
import type { SourceAddress } from './messages.cts';

const run = promisify(execFile);

/** A fresh link to a task's video, as the service gives it out. */
export async function videoLink({ url, apiKey }: SourceAddress, taskId: string): Promise<string> {
	const { data } = await axios.get(`${url}/v3/async/task-result`, {
		params: { task_id: taskId },
		headers: { Authorization: `Bearer ${apiKey}` },
	});
	return data.videos[0].video_url;
}

/**
 * Fetches a video with curl.
 *
 * @param file where curl writes it
 * @returns seconds by curl's own clock, or undefined where there is no curl
 */
export async function curlSeconds(link: string, file: string): Promise<number | undefined> {
	try {
		const { stdout } = await run('curl', ['-sS', '-f', '-o', file, '-w', '%{time_total}', link]);
		return Number(stdout);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
