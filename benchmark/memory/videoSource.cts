/** Runs the stand-in for Novita in a process of its own, so that its memory is not counted. */
import { startStandIn } from '../../test/novita-standin/standin.cts';
import type { OrderedTask, SourceAddress, TaskOrder } from './messages.cts';

async function main(): Promise<void> {
	const standIn = await startStandIn({ taskSeconds: 0 });
	process.on('message', ({ videoBytes }: TaskOrder) => {
		const taskId = standIn.addTask({ behaviour: { videoBytes } });
		process.send?.({ taskId } satisfies OrderedTask);
	});
	process.once('disconnect', () => void standIn.close());
	process.send?.({ url: standIn.url, apiKey: standIn.apiKey } satisfies SourceAddress);
}

main().catch((thrown: unknown) => {
	console.error(thrown);
	process.exit(1);
});
