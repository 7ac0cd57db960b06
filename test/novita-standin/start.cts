/** Starts the stand-in by itself, for trying the node by hand without paying. */
import { Command, InvalidArgumentError } from 'commander';
import { startStandIn } from './standin.cts';

function number(minimum: number): (text: string) => number {
	return (text) => {
		const value = Number(text);
		if (text.trim() === '' || !(value >= minimum)) {
			throw new InvalidArgumentError(`Give a number of at least ${minimum}.`);
		}
		return value;
	};
}

interface Flags {
	readonly port: number;
	readonly apiKey: string;
	readonly taskSeconds: number;
	readonly submitsPerMinute?: number;
}

const program = new Command('standin')
	.description('A stand-in for Novita AI: makes no videos and costs nothing, but answers like it.')
	.option('--port <number>', 'port of the API; 0 takes a free one', number(0), 4010)
	.option('--api-key <text>', 'the key that is accepted', 'standin-key')
	.option('--task-seconds <seconds>', 'time from submit to video', number(0), 20)
	.option('--submits-per-minute <number>', 'limit of each model; none if left out', number(1));

async function main(): Promise<void> {
	const flags = program.parse().opts<Flags>();
	const standIn = await startStandIn({ ...flags, log: (line) => console.log(line) });
	console.log(
		[
			`The stand-in for Novita AI listens on ${standIn.url}`,
			'',
			'In n8n, create a credential of the type Novita AI API with',
			`  API Key   ${standIn.apiKey}`,
			`  Base URL  ${standIn.url}`,
			'and use it in the node Novita AI Kling. Each video takes ' +
				`${flags.taskSeconds} seconds and shows moving colours.`,
			'Requests are listed below. Stop with Ctrl+C.',
			'',
		].join('\n'),
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void standIn.close());
	}
}

main().catch((thrown: unknown) => {
	console.error(thrown instanceof Error ? thrown.message : thrown);
	process.exitCode = 1;
});
