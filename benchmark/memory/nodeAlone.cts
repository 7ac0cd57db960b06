import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A download by Node.js and nothing else, in a process that holds nothing else. */
const DOWNLOAD = `
	const { createWriteStream } = require('node:fs');
	const { get } = require('node:http');
	const { pipeline } = require('node:stream');
	const [link, file] = process.argv.slice(1);
	const start = performance.now();
	get(link, (answer) => {
		if (answer.statusCode !== 200) throw new Error('HTTP ' + answer.statusCode);
		pipeline(answer, createWriteStream(file), (fault) => {
			if (fault) throw fault;
			console.log((performance.now() - start) / 1000);
		});
	});
`;

/**
 * Fetches a video with Node.js alone: what no node of n8n can be faster than.
 *
 * @param file where it is written
 * @returns seconds of the transfer, without the start of the process
 */
export async function nodeAloneSeconds(link: string, file: string): Promise<number> {
	const { stdout } = await run(process.execPath, ['-e', DOWNLOAD, link, file]);
	return Number(stdout);
}
