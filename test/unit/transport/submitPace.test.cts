import {
	type Permit,
	type RunPace,
	SubmitPace,
	newRunPace,
} from '../../../nodes/NovitaKling/transport/submitPace';

const MINUTE = 60_000;

/** A little longer than a minute: nothing that passed before counts any more. */
const WINDOW = 61_000;

/** A run of which some submits have passed at time 0, and the next one was refused a second later. */
function limitedRun({ passed = 3, wait }: { passed?: number; wait?: number } = {}) {
	const pace = new SubmitPace();
	const run = newRunPace();
	const sent = Array.from({ length: passed + 1 }, () => pace.take(run, 0)!);
	for (const permit of sent.slice(1)) pace.passed(run, permit, 0);
	pace.refused(run, sent[0], 1_000, wait);
	return { pace, run };
}

/** All permits that are to be had at a time. */
function takeAll(pace: SubmitPace, run: RunPace, now: number): Permit[] {
	const permits: Permit[] = [];
	for (let permit = pace.take(run, now); permit; permit = pace.take(run, now)) permits.push(permit);
	return permits;
}

it('lets everything go until something is refused', () => {
	const pace = new SubmitPace();
	const run = newRunPace();
	const permits = Array.from({ length: 50 }, () => pace.take(run, 0));
	expect(new Set(permits)).toEqual(new Set(['free']));
});

it('takes what passed within a minute for the limit', () => {
	const { pace, run } = limitedRun({ passed: 3 });
	expect(pace.take(run, 1_500)).toBeUndefined();
	expect(takeAll(pace, run, WINDOW)).toEqual(['predicted', 'predicted', 'predicted']);
});

it('says when the next place is free, or the next test is due', () => {
	const { pace, run } = limitedRun();
	expect(pace.nextTime(run, 1_000)).toBe(2_000);
	pace.refused(run, pace.take(run, 2_000)!, 40_000);
	expect(pace.nextTime(run, 40_000)).toBe(43_000);
	pace.refused(run, pace.take(run, 59_000)!, 59_000);
	expect(pace.nextTime(run, 59_000)).toBeGreaterThan(MINUTE);
	expect(pace.nextTime(run, 59_000)).toBeLessThan(WINDOW);
});

it('tests with one submit at a time, and ever more rarely', () => {
	const { pace, run } = limitedRun();
	const testedAt: number[] = [];
	for (let now = 1_000; now < 59_000; now += 100) {
		const permits = takeAll(pace, run, now);
		expect(permits.length).toBeLessThanOrEqual(1);
		if (permits.length === 0) continue;
		testedAt.push(now);
		pace.refused(run, permits[0], now);
	}
	expect(testedAt).toEqual([2_000, 5_000, 14_000, 41_000]);
});

it('sends nothing before the time that the service says', () => {
	const { pace, run } = limitedRun({ wait: 90_000 });
	expect(pace.take(run, 90_000)).toBeUndefined();
	expect(pace.nextTime(run, 1_000)).toBe(91_000);
	expect(pace.take(run, 91_000)).toBeDefined();
});

it('takes two that pass against all expectation for a new window', () => {
	const { pace, run } = limitedRun({ passed: 10 });
	const test = pace.take(run, 2_000)!;
	expect([test, pace.take(run, 2_000)]).toEqual(['test', undefined]);
	pace.passed(run, test, 2_100);
	const more = takeAll(pace, run, 2_100);
	expect(more).toEqual(['more']);
	pace.passed(run, more[0], 2_200);
	expect(takeAll(pace, run, 2_200).filter((permit) => permit === 'predicted')).toHaveLength(8);
});

it('takes a service of which more passes than the limit for one without', () => {
	const { pace, run } = limitedRun({ passed: 0 });
	for (let now = 2_000; run.isLimited && now < 20_000; now += 100) {
		for (const permit of takeAll(pace, run, now)) pace.passed(run, permit, now);
	}
	expect(run.isLimited).toBe(false);
	expect(pace.take(run, 20_000)).toBe('free');
});

it('follows a service that refills bit by bit', () => {
	const { pace, run } = limitedRun({ passed: 20 });
	let refilledAt = 1_000;
	const passedAt: number[] = [];
	let refusals = 0;
	for (let now = 1_000; now < 55_000; now += 100) {
		for (const permit of takeAll(pace, run, now)) {
			if (now - refilledAt < 3_000) {
				refusals += 1;
				pace.refused(run, permit, now);
			} else {
				refilledAt += 3_000;
				passedAt.push(now);
				pace.passed(run, permit, now);
			}
		}
	}
	expect(passedAt.length).toBeGreaterThanOrEqual(14);
	expect(refusals).toBeLessThanOrEqual(6);
});

it('gives a place back', () => {
	const { pace, run } = limitedRun({ passed: 1 });
	expect(takeAll(pace, run, WINDOW)).toHaveLength(1);
	pace.giveBack(run);
	expect(takeAll(pace, run, WINDOW)).toHaveLength(1);
});

it('counts what other runs send against the same limit', () => {
	const { pace, run } = limitedRun({ passed: 3 });
	const other = newRunPace();
	pace.passed(other, pace.take(other, WINDOW)!, WINDOW);
	expect(takeAll(pace, run, WINDOW)).toHaveLength(2);
});
