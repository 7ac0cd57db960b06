import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	BinaryDataConfig,
	BinaryDataService,
	Cipher,
	EncryptionKeyProxy,
	InstanceSettings,
	type KeyInfo,
} from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';
import { startExpressions, stopExpressions } from './expressions.cts';
import { RecordingLogger, type LogListener } from './logs.cts';
import { Container, Logger } from './n8nParts.cts';

/** Where n8n keeps files; `default` is n8n's own name for memory. Database and S3 need a server. */
export type BinaryMode = 'filesystem' | 'default';

/** n8n's services, ready for executions. */
export interface Services {
	logger: RecordingLogger;
	binaryData: BinaryDataService;
	/** The folder in which the file store keeps its files. */
	storageFolder: string;
	/** Stops everything that was started and removes the temporary folder. */
	close(): Promise<void>;
}

/** What `startServices` needs to know. */
export interface ServiceOptions {
	/** n8n's user folder; a fresh temporary one, removed at the end, where it is left out. */
	userFolder?: string;
	binaryMode: BinaryMode;
	onLog?: LogListener;
}

let inUse = false;

/**
 * Starts what n8n's server starts before it runs a workflow: settings, log, file store, expressions.
 *
 * n8n keeps its services one to a process, so only one engine can be open at a time.
 * @throws Error if another engine is open in this process
 */
export async function startServices(options: ServiceOptions): Promise<Services> {
	if (inUse) throw new Error('An engine is open already in this process: close it first.');
	inUse = true;
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-engine-')));
	const close = async () => {
		await stopExpressions();
		if (options.userFolder === undefined) await rm(userFolder, { recursive: true, force: true });
		inUse = false;
	};
	try {
		return { ...(await startIn(userFolder, options)), close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function startIn(
	userFolder: string,
	{ binaryMode, onLog }: ServiceOptions,
): Promise<Omit<Services, 'close'>> {
	setEnvironment(userFolder);
	const logger = new RecordingLogger(onLog);
	Container.set(Logger, logger);
	LoggerProxy.init(logger);
	giveEncryptionKey();
	await startExpressions();
	const storageFolder = join(userFolder, '.n8n', 'storage');
	return { logger, storageFolder, binaryData: await startFileStore(binaryMode, storageFolder) };
}

function setEnvironment(userFolder: string): void {
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_LOG_LEVEL: 'silent',
		N8N_RUNNERS_ENABLED: 'false',
	});
	process.env.N8N_ENCRYPTION_KEY ??= randomBytes(24).toString('base64');
}

/** Gives n8n's cipher the instance's own key, which the server would keep in its database. */
function giveEncryptionKey(): void {
	// In older n8n, the cipher uses the instance's key by itself.
	if (EncryptionKeyProxy === undefined) return;
	const { encryptionKey } = Container.get(InstanceSettings);
	const key: KeyInfo = {
		id: 'instance',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(encryptionKey),
		algorithm: 'aes-256-cbc',
		format: 'no-prefix',
	};
	const provide = async () => key;
	Container.get(EncryptionKeyProxy).setProvider({
		getActiveKey: provide,
		getKeyById: provide,
		getLegacyKey: provide,
	});
}

async function startFileStore(mode: BinaryMode, folder: string): Promise<BinaryDataService> {
	const config = Container.get(BinaryDataConfig);
	config.mode = mode;
	config.localStoragePath = folder;
	const binaryData = Container.get(BinaryDataService);
	await binaryData.init();
	return binaryData;
}
