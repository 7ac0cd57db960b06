import type { Behaviour, StandIn } from '../novita-standin/standin.cts';
import { TestClient } from '../novita-standin/testClient.cts';
import { type CommandEnd, LIMIT_MILLISECONDS, withLiveCheck } from './liveCheckCommand.cts';

const PAY = ['--pay', '--settle-seconds', '0'];
const FIRST = /V3\.0 Standard.*plain base64/;

describe('pays for nothing', () => {
	it('at the end of the input', async () => {
		await withLiveCheck(async (check) => {
			const { exitCode, output, report } = await check.run({ flags: PAY });
			expect(exitCode).toBe(0);
			expect(output).toContain('Not sent, not paid.');
			expect(report).not.toContain('Paid checks');
			expect(check.standIn.tasks).toEqual([]);
		});
	});

	it('when every answer is no; each question has its price', async () => {
		await withLiveCheck(async (check) => {
			const { exitCode, output } = await check.run({ flags: PAY, yes: /nothing at all/ });
			expect(exitCode).toBe(0);
			const about = /about 1\.17 US dollars \(.* quoted on 7 October 2026\) \[yes\/no\]/;
			expect(output).toMatch(about);
			expect(output).toContain('price unknown: no source names one [yes/no]');
			expect(check.standIn.tasks).toEqual([]);
		});
	});
});

it('pays for what was answered with yes, and keeps it in later runs', async () => {
	await withLiveCheck(async (check) => {
		const meanwhile = async () => await check.charge(0.252);
		const paid = await check.run({ flags: PAY, yes: FIRST, meanwhile });
		expect({ ...paid, report: '' }).toMatchObject({ exitCode: 0 });
		const [{ taskId }, ...others] = check.standIn.tasks;
		expect(others).toEqual([]);
		expect(paid.output).toContain(`Paid: task ${taskId}`);
		const task = `Task ${taskId} succeeded`;
		expect(paid.report).toContain(`the image as plain base64: accepted. ${task}`);
		expect(paid.report).toContain('the balance fell by 0.2520 US dollars in the end');
		expect(paid.report).toContain('each status request gives another link, and the newest opens');
		expect(paid.report).not.toMatch(/X-Amz|videos\/|standin-key/);
		expect(check.standIn.requests.filter(({ leakedKey }) => leakedKey)).toEqual([]);

		const free = await check.run();
		expect(free.report).toContain(`the image as plain base64: accepted. ${task}`);
		expect(free.report).toMatch(new RegExp(`^\\| .* ${taskId} \\| succeeded`, 'm'));
	});
});

it('tells a refused image from an accepted one', async () => {
	await withLiveCheck(async (check) => {
		const submit = [{ kind: 'refuse', reason: 'INVALID_IMAGE_FORMAT' }] as const;
		check.standIn.behave({ prompt: /camera/ }, { submit });
		const { report } = await check.run({ flags: PAY, yes: FIRST });
		expect(report).toContain('the image as plain base64: not accepted.');
		expect(report).toContain('| none | refused, not paid: HTTP 400, INVALID_IMAGE_FORMAT');
	});
});

it.each([
	[0, 'the balance did not fall'],
	[0.252, 'the balance fell, so it is billed'],
])('finds out whether a failed task is billed: %d dollars', async (dollars, says) => {
	await withLiveCheck(async (check) => {
		check.standIn.behave({ prompt: /camera/ }, { ending: 'failed', reason: 'no such image' });
		const meanwhile = async () => await check.charge(dollars);
		const yes = /an image that does not exist/;
		const { report } = await check.run({ flags: PAY, yes, meanwhile });
		expect(report).toContain(says);
		expect(report).toContain('failed because "no such image"');
	});
});

it('counts the characters of a prompt by what is refused', async () => {
	await withLiveCheck(async (check) => {
		const { report } = await check.run({ flags: PAY, yes: /letter too many|emoji/ });
		expect(check.standIn.tasks).toHaveLength(1);
		expect(report).toContain('counted in code points');
	});
});

it('finds out what shots may be like, and how long their video is', async () => {
	await withLiveCheck(async (check) => {
		const { report } = await check.run({ flags: PAY, yes: /shots/ });
		expect(report).toContain('accepted, so they need not; the video has 5.0 seconds');
		expect(report).toContain('shots in place of the prompt: accepted.');
	});
});

it('pays for nothing more after an unknown outcome', async () => {
	await withLiveCheck(async (check) => {
		check.standIn.behave({ prompt: /camera/ }, { submit: [{ kind: 'reset', accepted: true }] });
		const { exitCode, output, report } = await check.run({ flags: PAY, yes: /seconds/ });
		expect(exitCode).toBe(1);
		expect(check.standIn.tasks).toHaveLength(1);
		expect(output).toContain('Check novita.ai to see whether a video was made.');
		expect(report).toContain(
			'| unknown | unknown whether it was accepted: the connection was lost',
		);
	});
});

describe('Ctrl+C', () => {
	it('waits for the answer to a request that is paid, and writes its task down', async () => {
		await withLiveCheck(async (check) => {
			const submit = [{ kind: 'delay', seconds: 3, accepted: true }] as const;
			check.standIn.behave({ prompt: /camera/ }, { submit });
			const { exitCode, output, report } = await check.run({
				flags: PAY,
				yes: /seconds/,
				meanwhile: async (stop) => {
					await check.standIn.waitFor(({ tasks }) => tasks.length > 0, LIMIT_MILLISECONDS);
					stop();
				},
			});
			expect(exitCode).toBe(130);
			expect(check.standIn.tasks).toHaveLength(1);
			const [{ taskId }] = check.standIn.tasks;
			expect(output).toContain(`Paid: task ${taskId}`);
			expect(report).toContain(`| ${taskId} | was not waited for any longer`);
		});
	});

	it('ends the wait for a task', async () => {
		await withLiveCheck(async (check) => {
			check.standIn.behave({ prompt: /camera/ }, { ending: 'never' });
			const { exitCode, report } = await check.run({
				flags: PAY,
				yes: FIRST,
				meanwhile: async (stop) => {
					await check.standIn.waitFor(
						({ tasks }) => tasks.some(({ statusRequests }) => statusRequests > 1),
						LIMIT_MILLISECONDS,
					);
					stop();
				},
			});
			expect(exitCode).toBe(130);
			const [{ taskId }] = check.standIn.tasks;
			expect(report).toContain(`| ${taskId} | was not waited for any longer: processing`);
		});
	});
});

describe('the link of a task that was paid for before', () => {
	const look = async (behaviourOf: (standIn: StandIn) => Promise<Behaviour>) => {
		const ends: CommandEnd[] = [];
		await withLiveCheck(async (check) => {
			const taskId = check.standIn.addTask({ behaviour: await behaviourOf(check.standIn) });
			ends.push(await check.run({ flags: ['--task', taskId] }));
		});
		const [{ exitCode, report }] = ends;
		return {
			exitCode,
			finding: /^- \*\*(.*)\n/m.exec(report?.split('renews the link')[1] ?? '')?.[1],
		};
	};

	it('is another one each time', async () => {
		expect(await look(async () => ({}))).toEqual({
			exitCode: 0,
			finding: expect.stringMatching(/^Settled.* each status request gives another link/) as string,
		});
	});

	it('does not open', async () => {
		expect(await look(async () => ({ video: [{ kind: 'expired' }] }))).toEqual({
			exitCode: 1,
			finding: expect.stringMatching(/^Not as.* does not open \(HTTP 403\)/) as string,
		});
	});

	it('is the same one, which has to expire first', async () => {
		const sameLink = async (standIn: StandIn): Promise<Behaviour> => {
			const url = await new TestClient(() => standIn).link(standIn.addTask());
			return { status: [{ kind: 'videoUrl', url, times: Infinity }] };
		};
		expect(await look(sameLink)).toEqual({
			exitCode: 0,
			finding: expect.stringMatching(/^Not settled.* Once it has expired, ask again/) as string,
		});
	});
});
