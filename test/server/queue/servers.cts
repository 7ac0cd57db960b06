import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from '../fixture/debianPackages.cts';

const REDIS_SERVER = '/usr/bin/redis-server';

/** Debian keeps the programs of each version of PostgreSQL in a folder of its own. */
const POSTGRESQL_VERSIONS = '/usr/lib/postgresql';

/** Where the programs are that n8n's queue mode needs. */
export interface ServerPrograms {
	redisServer: string;
	/** The folder of PostgreSQL's programs: `initdb`, `postgres`. */
	postgresqlFolder: string;
}

/**
 * Finds Redis and PostgreSQL, and installs Debian's packages where one is missing.
 *
 * @throws Error with apt's output when they cannot be installed; that needs root, or sudo without a password
 */
export async function installServers(): Promise<ServerPrograms> {
	const found = findServers();
	if (found) return found;
	await installDebianPackages('redis-server', 'postgresql');
	const installed = findServers();
	if (!installed) throw new Error('redis-server and postgresql were installed but are not there');
	return installed;
}

function findServers(): ServerPrograms | undefined {
	const versions = existsSync(POSTGRESQL_VERSIONS) ? readdirSync(POSTGRESQL_VERSIONS) : [];
	const postgresqlFolder = versions
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => join(POSTGRESQL_VERSIONS, version, 'bin'))
		// A version of which only the client is installed has no server.
		.find((folder) => existsSync(join(folder, 'postgres')));
	if (!existsSync(REDIS_SERVER) || !postgresqlFolder) return undefined;
	return { redisServer: REDIS_SERVER, postgresqlFolder };
}
