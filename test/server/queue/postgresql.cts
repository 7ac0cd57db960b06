import { join } from 'node:path';
import { freePort } from '../fixture/freePort.cts';
import { runCommand } from '../fixture/runCommand.cts';
import { LocalService } from './localService.cts';

/** PostgreSQL refuses to run as root; Debian's package makes this user for it. */
const SERVICE_USER = 'postgres';

const DATABASE_USER = 'n8n';

/** A second or two. */
const COMMAND_LIMIT_MS = 60_000;

/** A running PostgreSQL, and the settings with which n8n uses it. */
export interface PostgreSql {
	environment: Record<string, string>;
	stop(): Promise<void>;
}

/**
 * Starts a fresh PostgreSQL on a free port.
 *
 * @param programs the folder of PostgreSQL's programs
 * @param folder an empty folder for its data
 * @throws Error with its log when it does not come up
 */
export async function startPostgreSql(programs: string, folder: string): Promise<PostgreSql> {
	const isRoot = process.getuid?.() === 0;
	const command = { folder, limitMs: COMMAND_LIMIT_MS };
	if (isRoot) await runCommand('chown', [`${SERVICE_USER}:`, folder], command);
	const data = join(folder, 'data');
	const initialize = ['--auth=trust', '--encoding=UTF8', '--no-sync', '-U', DATABASE_USER, data];
	const initdb = [join(programs, 'initdb'), ...initialize];
	const [program, ...programArguments] = isRoot
		? ['runuser', '-u', SERVICE_USER, '--', ...initdb]
		: initdb;
	await runCommand(program, programArguments, command);

	const port = String(await freePort());
	const listening = ['-p', port, '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
	const service = await LocalService.start({
		program: join(programs, 'postgres'),
		programArguments: ['-D', data, ...listening],
		folder,
		user: isRoot ? SERVICE_USER : undefined,
		readyText: 'ready to accept connections',
	});
	return {
		environment: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: port,
			DB_POSTGRESDB_USER: DATABASE_USER,
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
		// Unlike SIGTERM, this does not wait until n8n has closed its connections.
		stop: async () => await service.stop('SIGINT'),
	};
}
