import {
	accessSync,
	constants,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DEFAULT_BASE_URL } from '../nodes/NovitaKling/transport/address';
import { UserError } from '../demo/userError.cts';
import { VERDICTS, type Check, type Finding } from './findings.cts';
import { inWords, type Exchange } from './novita.cts';
import { rawAnswer, type Scrub } from './secrets.cts';

const TITLE = '# What Novita really does';
const NOT_NOVITA = ", which is not Novita's own address";

/** The parts of the report; a heading never changes, or what stands below it is lost. */
const PARTS = { free: '## Free checks', paid: '## Paid checks', tasks: '## Tasks' } as const;

const TASKS_HEAD = [
	'Every request that was sent after a yes. The video of a task can be had, free of charge, with the operation',
	'Get Result.',
	'',
	'| Submitted (UTC) | What | Task ID | What became of it |',
	'| --- | --- | --- | --- |',
];

/** Where a section stands. */
export type Part = 'free' | 'paid';

type Heading = Pick<Check<never>, 'title' | 'explanation'>;

/** A request that is paid, as the report keeps it. */
export interface TaskRow {
	/** Milliseconds since 1970. */
	readonly submittedAt: number;
	readonly what: string;
	readonly taskId?: string;
	readonly ending: string;
}

/** `2026-11-26 09:30:05`, in UTC. */
const timeText = (milliseconds: number) =>
	new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

/**
 * The file with the findings. It is written whole at every change, so that nothing is lost when the
 * process ends. What this run does not ask again stays as an earlier run found it, with its date.
 */
export class Report {
	private readonly sections: Readonly<Record<Part, Map<string, string>>>;
	private readonly rows: string[];
	/** Says whom the findings are about. */
	readonly asked: string;

	/**
	 * Reads the file of an earlier run, where there is one.
	 *
	 * @throws UserError where the file is something else, or cannot be written
	 */
	constructor(
		readonly file: string,
		baseUrl: string,
		private readonly scrub: Scrub,
	) {
		this.asked = `Asked at ${baseUrl}${baseUrl === DEFAULT_BASE_URL ? '' : NOT_NOVITA}.`;
		const earlier = readEarlier(file, this.asked);
		this.sections = { free: sectionsOf(earlier, 'free'), paid: sectionsOf(earlier, 'paid') };
		this.rows = (earlier.split(PARTS.tasks)[1] ?? '')
			.split('\n')
			.filter((line) => /^\| \d/.test(line));
	}

	/** Writes what a check found. */
	put(part: Part, { title, explanation }: Heading, findings: readonly Finding[]): void {
		this.sections[part].set(title, this.sectionText(explanation, findings));
		this.write();
	}

	/**
	 * Writes down a request that is paid, before it leaves.
	 *
	 * @returns what writes down the rest as it becomes known
	 */
	addTask(first: TaskRow): (row: TaskRow) => void {
		const index = this.rows.length;
		const set = (row: TaskRow) => {
			const cells = [timeText(row.submittedAt), row.what, row.taskId ?? 'unknown', row.ending];
			this.rows[index] =
				`| ${cells.map((cell) => this.scrub(cell).replaceAll('|', '\\|')).join(' | ')} |`;
			this.write();
		};
		set(first);
		return set;
	}

	private sectionText(explanation: string | undefined, findings: readonly Finding[]): string {
		const exchanges = [...new Set(findings.flatMap((finding) => finding.exchanges))];
		return [
			`Checked on ${timeText(Date.now())} UTC.`,
			'',
			...(explanation ? [explanation, ''] : []),
			...findings.map(
				({ verdict, text }) => `- **${VERDICTS[verdict].title}.** ${this.scrub(text)}`,
			),
			'',
			...(exchanges.length > 0 ? ['<details>', '<summary>Raw answers</summary>', ''] : []),
			...exchanges.flatMap((exchange) => this.exchangeLines(exchange)),
			...(exchanges.length > 0 ? ['</details>', ''] : []),
		].join('\n');
	}

	private exchangeLines(exchange: Exchange): string[] {
		const { request, answer } = exchange;
		const type = String(answer?.headers['content-type'] ?? 'no content type');
		const head = answer ? `HTTP ${answer.status}, ${type}` : inWords(exchange);
		return [
			`\`${request}\`: ${this.scrub(head)}`,
			'',
			'```json',
			rawAnswer(exchange, this.scrub),
			'```',
			'',
		];
	}

	private write(): void {
		const { free, paid } = this.sections;
		const lines = [
			TITLE,
			'',
			this.asked,
			'Written by `npm run check:live`. Keys, signed addresses and amounts of the account are left out.',
			'',
			...partLines('free', free),
			...partLines('paid', paid),
			...(this.rows.length > 0 ? [PARTS.tasks, '', ...TASKS_HEAD, ...this.rows] : []),
			'',
		];
		writeFileSync(`${this.file}.part`, lines.join('\n'));
		renameSync(`${this.file}.part`, this.file);
	}
}

function partLines(part: Part, sections: ReadonlyMap<string, string>): string[] {
	if (sections.size === 0) return [];
	const texts = [...sections].flatMap(([title, text]) => [`### ${title}`, '', text]);
	return [PARTS[part], '', ...texts];
}

/** The text of an earlier report from the same address; empty where there is none. */
function readEarlier(file: string, asked: string): string {
	try {
		mkdirSync(dirname(file), { recursive: true });
		accessSync(dirname(file), constants.W_OK);
	} catch {
		throw new UserError(`${file} cannot be written`, 'Nothing was asked. Choose another --output.');
	}
	if (!existsSync(file)) return '';
	const text = readFileSync(file, 'utf8');
	if (text.startsWith(`${TITLE}\n\n${asked}\n`)) return text;
	throw new UserError(
		`${file} is not a report about this address, so it is not overwritten`,
		'Nothing was asked. Choose another --output.',
	);
}

/** The sections of one part of an earlier report, by their headings. */
function sectionsOf(report: string, part: Part): Map<string, string> {
	const after = report.split(`${PARTS[part]}\n`)[1] ?? '';
	const [text] = after.split(/^## /m);
	const sections = text.split(/^### /m).slice(1);
	return new Map(
		sections.map((section) => {
			const [title, ...lines] = section.split('\n');
			return [title, lines.slice(1, -1).join('\n')];
		}),
	);
}
