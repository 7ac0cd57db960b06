import { createHash } from 'node:crypto';
import axios from 'axios';
import { Refusal } from './errors.cts';
import type { Fields } from './pageFields.cts';

/** Where hosts are really found, by the names that addresses have. */
export type Hosts = ReadonlyMap<string, string>;

/**
 * Opens the files that a body names by their addresses, as Novita does before it starts a task. Only
 * hosts that a test has named are opened; any other address counts as one that works.
 *
 * @returns SHA-256 of each file that was opened, by the name of its field
 * @throws Refusal where a file cannot be opened
 */
export async function openFiles(
	fields: Fields,
	body: Readonly<Record<string, unknown>>,
	hosts: Hosts,
): Promise<Record<string, string>> {
	const opened: Record<string, string> = {};
	for (const [name, { kind }] of Object.entries(fields)) {
		const value = body[name];
		if ((kind !== 'url' && kind !== 'image') || typeof value !== 'string') continue;
		const address = URL.canParse(value) ? new URL(value) : undefined;
		const origin = address && hosts.get(address.host);
		if (!address || !origin) continue;
		opened[name] = await hashOfFile(name, `${origin}${address.pathname}${address.search}`);
	}
	return opened;
}

async function hashOfFile(name: string, url: string): Promise<string> {
	const { status, data } = await axios.get<Buffer>(url, {
		responseType: 'arraybuffer',
		validateStatus: () => true,
	});
	if (status === 200) return createHash('sha256').update(data).digest('hex');
	const message = `invalid request body: ${name} cannot be opened: HTTP ${status}`;
	throw new Refusal('INVALID_REQUEST_BODY', { message });
}
