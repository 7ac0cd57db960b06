import { sleep } from 'n8n-workflow';

/** Milliseconds of work after which everything else in n8n's process gets its turn. */
const LONGEST_WORK = 15;

/**
 * Lets n8n do its other work, such as answering webhooks, while many items are worked on. n8n takes a
 * millisecond or two for each expression, so a few thousand items would block it for seconds.
 */
export class EventLoop {
	private freeAt = Date.now();

	/** Pauses as shortly as possible, if it is time. */
	async free(): Promise<void> {
		if (Date.now() - this.freeAt < LONGEST_WORK) return;
		await sleep(0);
		this.freeAt = Date.now();
	}
}
