import { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Answers } from '../../../live-check/answers.cts';
import { Novita } from '../../../live-check/novita.cts';
import { PAID_CHECKS } from '../../../live-check/paidChecks.cts';
import { Payments } from '../../../live-check/payments.cts';
import { Report } from '../../../live-check/report.cts';

const PHOTO = join(__dirname, '../../../examples/images/dandelion-meadow.jpg');

it.each(PAID_CHECKS)(
	'$title: the node builds its requests, and asks before it pays',
	async (check) => {
		const stop = new AbortController().signal;
		const novita = new Novita({ apiKey: 'none', baseUrl: 'http://127.0.0.1:9' }, stop);
		const said: string[] = [];
		const payments = new Payments({
			novita,
			stop,
			answers: new Answers(Readable.from([]) as unknown as ReadStream, stop),
			report: new Report('test-artifacts/live-check.md', 'http://127.0.0.1:9', (text) => text),
			settleSeconds: 0,
			say: (line) => said.push(line),
		});
		await check.run({ payments, novita, photo: readFileSync(PHOTO) }, (finding) =>
			expect(finding).toBeUndefined(),
		);
		expect(said.at(-1)).toContain('Not sent, not paid.');
	},
);
