import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogMetadata } from 'n8n-workflow';
import { Container, GlobalConfig, InstanceSettingsConfig, Logger } from './n8nParts.cts';
import { stringsIn } from './searchableText.cts';

/** n8n's log levels. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** One line that n8n or a node logged. */
export interface LogEntry {
	level: LogLevel;
	message: string;
	metadata?: LogMetadata;
}

/** Called with each line as it is logged. */
export type LogListener = (entry: LogEntry) => void;

/** The lines logged while one execution ran. */
export class RunLog {
	readonly entries: LogEntry[] = [];

	/** Each entry as one text: level, message and whatever strings its metadata holds. */
	lines(): string[] {
		return this.entries.map(({ level, message, metadata }) =>
			[level, message, ...stringsIn(metadata)].join(' '),
		);
	}
}

/**
 * n8n's logger, which keeps lines instead of printing them. A line belongs to the execution in whose
 * asynchronous context it was written; one written outside of all belongs to every open
 * execution, because a search for a leaked key must not miss it.
 */
export class RecordingLogger extends Logger {
	private readonly current = new AsyncLocalStorage<RunLog>();
	private readonly open = new Set<RunLog>();

	constructor(private readonly listener?: LogListener) {
		super(Container.get(GlobalConfig), Container.get(InstanceSettingsConfig));
	}

	/** Runs an execution and collects into `log` what is logged meanwhile. */
	async collect<T>(log: RunLog, execution: () => Promise<T>): Promise<T> {
		this.open.add(log);
		try {
			return await this.current.run(log, execution);
		} finally {
			this.open.delete(log);
		}
	}

	override scoped(): this {
		return this;
	}

	override error(message: string, metadata?: LogMetadata): void {
		this.record({ level: 'error', message, metadata });
	}

	override warn(message: string, metadata?: LogMetadata): void {
		this.record({ level: 'warn', message, metadata });
	}

	override info(message: string, metadata?: LogMetadata): void {
		this.record({ level: 'info', message, metadata });
	}

	override debug(message: string, metadata?: LogMetadata): void {
		this.record({ level: 'debug', message, metadata });
	}

	private record(entry: LogEntry): void {
		const own = this.current.getStore();
		for (const log of own ? [own] : this.open) log.entries.push(entry);
		this.listener?.(entry);
	}
}
