import { resolve } from 'node:path';
import { startStandIn, type StandInOptions } from '../novita-standin/standin.cts';
import { startEngine, type Engine, type EngineOptions, type EngineRun } from './harness/engine.cts';
import { findLeaks } from './leaks.cts';
import { API_KEY, Scene } from './scene.cts';

export { KLING_TYPE } from '../klingType.cts';
export { API_KEY, Scene, type SceneOptions } from './scene.cts';
export * from './workflows.cts';

/** The package under test, as built. */
export const PACKAGE_FOLDER = resolve(__dirname, '../..');

/** Seconds that a task takes unless a test says otherwise: it has ended by the node's first poll. */
const TASK_SECONDS = 0.3;

/** Paths that Novita documents for Kling V2.1 Master. */
export const TEXT_PATH = '/v3/async/kling-v2.1-t2v-master';
export const IMAGE_PATH = '/v3/async/kling-v2.1-i2v-master';

/** What a file's tests may choose of n8n. */
export type TestOptions = Pick<EngineOptions, 'binaryMode' | 'serverUrl'>;

/** What the tests of a file share: one engine with the package, and a scene for each test. */
export class KlingTests {
	private opened: Engine | undefined;
	private readonly scenes: Scene[] = [];
	private readonly runs: EngineRun[] = [];

	/** The engine, once `beforeAll` has started it. */
	get engine(): Engine {
		if (!this.opened) throw new Error('The engine is not open: use it inside of tests.');
		return this.opened;
	}

	/** Opens a scene, which is closed after the file's last test. */
	async scene(options: StandInOptions = {}): Promise<Scene> {
		const novita = await startStandIn({ apiKey: API_KEY, taskSeconds: TASK_SECONDS, ...options });
		const scene = new Scene(novita, this.engine, (run) => this.runs.push(run));
		this.scenes.push(scene);
		return scene;
	}

	/** Starts the engine. */
	async open(options: TestOptions): Promise<void> {
		this.opened = await startEngine({ packageFolder: PACKAGE_FOLDER, ...options });
	}

	/**
	 * Closes all, then searches all that was left behind for secrets.
	 * @throws Error if a run's data, error or log, or a request, holds one where it must not be
	 */
	async close(): Promise<void> {
		const stores = this.scenes.map(({ novita }) => novita);
		await Promise.all(stores.map(async (novita) => await novita.close()));
		await this.opened?.close();
		const leaks = findLeaks(API_KEY, this.runs, stores);
		if (leaks.length > 0) throw new Error(`Secrets leaked:\n${leaks.join('\n')}`);
	}
}

/** Gives a test file its engine; after its last test, every run is searched for leaked secrets. */
export function useKling(options: TestOptions = {}): KlingTests {
	const tests = new KlingTests();
	beforeAll(async () => await tests.open(options));
	afterAll(async () => await tests.close());
	return tests;
}
