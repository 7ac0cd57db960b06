import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { API_KEY, type Lab } from './setup.cts';

/** Expects that the API key went to Novita alone, and no signed address into n8n's log. */
export async function expectNoLeaks({ n8n, novita }: Lab): Promise<void> {
	const executions = await Promise.all(
		(await n8n.executions()).map(async ({ id }) => await n8n.execution(id)),
	);
	expect(executions).not.toEqual([]);
	expect(JSON.stringify(executions)).not.toContain(API_KEY);
	expect(n8n.logs).not.toContain(API_KEY);
	expect(n8n.logs).not.toContain('X-Amz-Signature');
	expect(novita.requests.filter(({ leakedKey }) => leakedKey)).toEqual([]);

	const folder = join(n8n.userFolder, '.n8n');
	const files = await readdir(folder, { recursive: true, withFileTypes: true });
	for (const file of files.filter((entry) => entry.isFile())) {
		if (file.parentPath.includes('node_modules')) continue;
		const content = await readFile(join(file.parentPath, file.name));
		expect([file.name, content.includes(API_KEY)]).toEqual([file.name, false]);
	}
}
