import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../fixture/runCommand.cts';

const REDIS_SERVER = '/usr/bin/redis-server';

/** Debian keeps the programs of each version of PostgreSQL in a folder of its own. */
const POSTGRESQL_VERSIONS = '/usr/lib/postgresql';

/** Fifty megabytes; a mirror may be slow. */
const INSTALL_LIMIT_MS = 10 * 60_000;

/**
 * Installs the two servers and starts neither: Debian starts what it installs unless this policy, which is
 * there for the purpose, denies it. It waits for another installation to end first.
 */
const INSTALL_SCRIPT = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT
	printf '#!/bin/sh\\nexit 101\\n' > "$policy"
	chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -o DPkg::Lock::Timeout=300 update
apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends redis-server postgresql
`;

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
	const shell = ['sh', '-c', INSTALL_SCRIPT];
	const [program, ...programArguments] =
		process.getuid?.() === 0 ? shell : ['sudo', '-n', ...shell];
	await runCommand(program, programArguments, { folder: '/', limitMs: INSTALL_LIMIT_MS });
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
