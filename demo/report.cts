import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_VARIABLE } from './credential.cts';
import { isVideoOperation } from '../nodes/NovitaKling/parameters/operations';
import type { Flags } from './flags.cts';
import type { Inputs } from './inputs.cts';
import { priceOf } from './prices.cts';
import type { Service } from './service.cts';
import { bold, columns, count, dim, fileSize, seconds, yellow } from './texts.cts';
import type { RequestKind } from './traffic.cts';
import type { VideoJob } from './videoJob.cts';

const PROJECT = join(__dirname, '..');

function versionOf(packageFile: string): string {
	return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}

function priceLine({ examples }: Inputs): string {
	const prices = examples.map(({ kling: { parameters } }) => {
		const { model, operation, duration, sound } = parameters;
		const body = { duration: String(duration), sound: sound === true };
		const price = isVideoOperation(operation) && priceOf(String(model), operation, body);
		return price ? price.dollars : Number.NaN;
	});
	const dollars = prices.reduce((sum, price) => sum + price, 0);
	const videos = count(examples.length, 'paid video');
	return Number.isNaN(dollars)
		? `${videos}; the price is not known`
		: `${videos}, about ${dollars.toFixed(2)} US dollars in all.`;
}

function serviceLines(service: Service, inputs: Inputs): string[] {
	const { baseUrl } = service.credential;
	return service.isStandIn
		? [
				yellow(`a stand-in for Novita AI on this machine, ${baseUrl}`),
				'It costs nothing; its videos are test pictures and not made by Kling.',
			]
		: [yellow(`Novita AI, ${baseUrl}, with the key of ${KEY_VARIABLE}`), priceLine(inputs)];
}

/** What is about to run, and where. */
export function introduction(flags: Flags, inputs: Inputs, service: Service): string {
	const files = inputs.examples.map(({ file }) => file);
	const replaced = [...new Set(inputs.examples.flatMap((example) => example.replaced))];
	const facts: Array<readonly [string, readonly string[]]> = [
		['Service', serviceLines(service, inputs)],
		[
			'Engine',
			[
				`n8n-core ${versionOf(require.resolve('n8n-core/package.json'))} with this package, ${versionOf(join(PROJECT, 'package.json'))}, as built`,
			],
		],
		[
			'Workflows',
			[
				`${files.join(' and ')}${files.length > 1 ? ', at the same time' : ''}`,
				dim(`(${replaced.join(', ')}: nodes of n8n's server, replaced by the demo)`),
			],
		],
		...(inputs.photo
			? [['Photo', [flags.image ?? `examples/images/${inputs.photo.fileName}`]] as const]
			: []),
		['Videos to', [join(flags.output, '/')]],
	];
	const rows = facts.flatMap(([label, lines]) =>
		lines.map((line, index) => [index === 0 ? label : '', line]),
	);
	return ['', bold("Kling videos in n8n's own engine"), '', ...columns(rows), ''].join('\n');
}

function videoTable(jobs: readonly VideoJob[]): string[] {
	const rows = jobs.flatMap(({ video, requests, milliseconds }) =>
		video
			? [
					[
						video.path,
						fileSize(video.bytes),
						seconds(video.seconds * 1000),
						`${video.width} x ${video.height}`,
						String(Object.values(requests).reduce((sum, number) => sum + number, 0)),
						seconds(milliseconds),
					],
				]
			: [],
	);
	return rows.length === 0
		? []
		: columns([['File', 'Size', 'Length', 'Picture', 'Requests', 'Time'], ...rows]);
}

const KINDS: ReadonlyArray<readonly [RequestKind, string]> = [
	['submit', 'submit'],
	['status', 'status request'],
	['download', 'download'],
];

function requestLine(jobs: readonly VideoJob[]): string {
	const parts = KINDS.map(([kind, noun]) =>
		count(
			jobs.reduce((sum, job) => sum + job.requests[kind], 0),
			noun,
		),
	);
	return `Requests: ${parts.join(', ')}.`;
}

/** Suggestions for the next run, and when they fit. */
const NEXT_STEPS: ReadonlyArray<{
	readonly fits: (flags: Flags, service: Service) => boolean;
	readonly command: string;
	readonly what: string;
}> = [
	{
		fits: (flags) => !flags.prompt,
		command: 'npm run demo -- --prompt "Waves break on a black beach"',
		what: 'your own prompt',
	},
	{
		fits: (flags) => !flags.image,
		command: 'npm run demo -- --image my-photo.jpg',
		what: 'your own photo',
	},
	{
		fits: (_, { isStandIn }) => isStandIn,
		command: `${KEY_VARIABLE}=<your key> npm run demo`,
		what: 'real Kling videos, about one dollar each',
	},
	{ fits: () => true, command: 'npm run demo -- --help', what: 'all flags' },
	{
		fits: () => true,
		command: 'examples/*.json',
		what: 'import them in n8n: the menu of a workflow, Import from File',
	},
];

/** What was done, and what to try next. */
export function conclusion(
	flags: Flags,
	service: Service,
	jobs: readonly VideoJob[],
	milliseconds: number,
): string {
	const done = jobs.filter(({ video }) => video);
	const source = service.isStandIn ? 'the stand-in (test pictures)' : service.name;
	const head =
		done.length === jobs.length
			? `${count(done.length, 'video')} from ${source} in ${seconds(milliseconds)}`
			: `${done.length} of ${count(jobs.length, 'video')} from ${source} in ${seconds(milliseconds)}`;
	const steps = NEXT_STEPS.filter(({ fits }) => fits(flags, service));
	return [
		'',
		bold(head),
		'',
		...videoTable(jobs),
		'',
		`  ${requestLine(jobs)}`,
		...(done.length > 0
			? [
					'  Each file was opened and found to be an MP4 video; length and picture size are read from the file.',
				]
			: []),
		'',
		bold('Try next'),
		'',
		...columns(steps.map(({ command, what }) => [command, what])),
		'',
	].join('\n');
}
