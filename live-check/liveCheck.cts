/**
 * `npm run check:live`: settles against Novita itself what no document does, and writes docs/live-check.md.
 *
 * freeChecks.cts, routes.cts and link.cts cost nothing; unpaidPosts.cts keeps it so. paidChecks.cts and
 * characters.cts are paid, each request after its question (payments.cts).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KEY_VARIABLE, readCredential } from '../demo/credential.cts';
import { onStop, STOPPED_EXIT_CODE } from '../demo/stop.cts';
import { bold } from '../demo/texts.cts';
import { runToEnd, UserError } from '../demo/userError.cts';
import { Answers } from './answers.cts';
import { VERDICTS, type Check, type Finding } from './findings.cts';
import { readFlags, type Flags } from './flags.cts';
import { FREE_CHECKS } from './freeChecks.cts';
import { LINK_CHECK } from './link.cts';
import { inWords, Novita } from './novita.cts';
import { PAID_CHECKS } from './paidChecks.cts';
import { Payments } from './payments.cts';
import { Report, type Part } from './report.cts';
import { scrubber, type Scrub } from './secrets.cts';
import { amountsOf, PostsStopped, UnpaidPosts } from './unpaidPosts.cts';

const PHOTO = join(__dirname, '..', 'examples', 'images', 'dandelion-meadow.jpg');

/** Asks for the balance first: with a wrong key or without a service, nothing else is worth asking. */
async function checkKey(novita: Novita, scrub: Scrub, file: string): Promise<void> {
	const balance = await novita.balance();
	if (amountsOf(balance) !== undefined) return;
	throw new UserError(
		scrub(`The balance of the account was not given: ${inWords(balance)}`),
		`Check ${KEY_VARIABLE} and the network. Nothing was paid, and ${file} was not written.`,
	);
}

/** What all checks of a run share. */
interface Run {
	readonly report: Report;
	readonly stop: AbortSignal;
	readonly say: (line: string) => void;
}

/**
 * Runs checks one after the other, and writes what each found.
 *
 * @returns all findings
 * @throws PostsStopped once it has been written down
 */
async function runChecks<Context>(
	{ report, stop, say }: Run,
	part: Part,
	checks: ReadonlyArray<Check<Context>>,
	context: Context,
): Promise<readonly Finding[]> {
	const all: Finding[] = [];
	for (const check of checks) {
		if (stop.aborted) break;
		const findings: Finding[] = [];
		say(['', bold(check.title), ...(check.explanation ? [check.explanation] : [])].join('\n'));
		const note = (finding: Finding | undefined) => {
			// What was cut off by a stop says nothing about Novita.
			if (!finding || stop.aborted) return;
			const { symbol } = VERDICTS[finding.verdict];
			say(`${symbol} ${finding.text}`);
			findings.push(finding);
			report.put(part, check, findings);
		};
		try {
			await check.run(context, note);
		} catch (error) {
			if (error instanceof PostsStopped) note(error.finding);
			if (!stop.aborted) throw error;
		}
		all.push(...findings);
	}
	return all;
}

async function runPaidChecks(
	run: Run,
	novita: Novita,
	answers: Answers,
	{ settleSeconds }: Flags,
): Promise<Payments> {
	const payments = new Payments({ ...run, novita, answers, settleSeconds });
	const photo = await readFile(PHOTO);
	await runChecks(run, 'paid', PAID_CHECKS, { payments, novita, photo });
	return payments;
}

async function checkLive(): Promise<number> {
	const flags = readFlags(process.argv);
	const credential = readCredential(process.env, flags.baseUrl);
	if (!credential) {
		throw new UserError(
			`${KEY_VARIABLE} is not set, so there is nothing to ask Novita with`,
			`Nothing was asked, and ${flags.output} was not written. Keys are made at novita.ai under Settings, Key Management.`,
		);
	}
	const scrub = scrubber(credential.apiKey);
	const say = (line: string) => console.log(scrub(line));
	const report = new Report(flags.output, credential.baseUrl, scrub);
	const stop = onStop(() => say('\nStopping …'));
	const novita = new Novita(credential, stop.signal);
	const run = { report, say, stop: stop.signal };
	console.log(report.asked.replace('Asked', 'Asking'));
	// From the beginning, so that what is typed before the first question has been read when it comes.
	const answers = flags.pay ? new Answers(process.stdin, stop.signal) : undefined;
	try {
		await checkKey(novita, scrub, flags.output);
		const posts = new UnpaidPosts(novita);
		const free = await runChecks(run, 'free', FREE_CHECKS, { novita, posts });
		const payments = answers ? await runPaidChecks(run, novita, answers, flags) : undefined;
		const taskId = flags.task ?? payments?.finishedTask;
		const link = taskId ? await runChecks(run, 'free', [LINK_CHECK], { novita, taskId }) : [];
		if (stop.signal.aborted) return STOPPED_EXIT_CODE;
		console.log(`\nWritten to ${flags.output}.`);
		const isFine =
			free.every(({ verdict }) => verdict === 'expected') &&
			link.every(({ verdict }) => verdict !== 'different') &&
			!payments?.isUnclear;
		return isFine ? 0 : 1;
	} catch (error) {
		if (stop.signal.aborted) return STOPPED_EXIT_CODE;
		if (!(error instanceof PostsStopped)) throw error;
		console.log(`\nStopped. Written to ${flags.output}.`);
		return 1;
	} finally {
		answers?.close();
		stop.release();
	}
}

runToEnd(checkLive);
