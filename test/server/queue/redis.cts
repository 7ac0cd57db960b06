import { freePort } from '../fixture/freePort.cts';
import { LocalService } from './localService.cts';

/** A running Redis, and the settings with which n8n uses it. */
export interface Redis {
	environment: Record<string, string>;
	stop(): Promise<void>;
}

/**
 * Starts a fresh Redis on a free port.
 *
 * @param program the path of redis-server
 * @param folder an empty folder for its data
 * @throws Error with its log when it does not come up
 */
export async function startRedis(program: string, folder: string): Promise<Redis> {
	const port = String(await freePort());
	const service = await LocalService.start({
		program,
		programArguments: ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
		folder,
		readyText: 'Ready to accept connections',
	});
	return {
		environment: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: port },
		stop: async () => await service.stop(),
	};
}
