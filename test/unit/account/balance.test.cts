import { readBalance } from '../../../nodes/NovitaKling/account/balance';
import {
	type Reply,
	networkFault,
	refusal,
	replyOf,
	runClock,
	scriptedRun,
	textReply,
	useTestClock,
} from '../run.cts';

const RAW = {
	availableBalance: '123456',
	cashBalance: '100000',
	creditLimit: '0',
	outstandingInvoices: '25',
};

useTestClock();

async function balanceAfter(replies: readonly Reply[]) {
	const scripted = scriptedRun(replies);
	const ending = await runClock(
		async () => await readBalance(scripted.run.api, scripted.run.signal),
		10 * 60_000,
	);
	return { ...ending, requests: scripted.requestedAt.length };
}

describe('readBalance', () => {
	it('gives dollars, and the texts of the service', async () => {
		const { value } = await balanceAfter([replyOf(RAW)]);
		expect(value).toEqual({
			availableBalance: 12.3456,
			cashBalance: 10,
			creditLimit: 0,
			outstandingInvoices: 0.0025,
			currency: 'USD',
		});
	});

	it.each([[null], [''], ['many'], [[]], [true]])(
		'invents no amount where the service says %j',
		async (creditLimit) => {
			const { value } = await balanceAfter([replyOf({ ...RAW, creditLimit })]);
			expect(value).toMatchObject({ availableBalance: 12.3456 });
			expect(value).not.toHaveProperty('creditLimit');
		},
	);

	it.each([[null], [''], ['many'], [{}]])(
		'fails where the balance itself is %j',
		async (availableBalance) => {
			const { thrown } = await balanceAfter([replyOf({ ...RAW, availableBalance })]);
			expect(thrown).toMatchObject({ details: { kind: 'noAnswer' } });
		},
	);

	it.each<[string, Reply]>([
		['too many requests', refusal(429, 'RATE_LIMIT_EXCEEDED')],
		['a gateway', textReply('<html>', 502)],
		['a reset', networkFault('ECONNRESET', 'read')],
	])('lives through %s', async (_name, reply) => {
		const { value, requests } = await balanceAfter([reply, reply, replyOf(RAW)]);
		expect(value).toMatchObject({ availableBalance: 12.3456 });
		expect(requests).toBe(3);
	});

	it('ends at once where the key is refused', async () => {
		const { thrown, requests } = await balanceAfter([refusal(403, 'INVALID_API_KEY')]);
		expect(thrown).toMatchObject({ details: { kind: 'refused', httpStatus: 403 } });
		expect(requests).toBe(1);
	});

	it('ends after a few tries', async () => {
		const { thrown, requests, took } = await balanceAfter([textReply('', 503)]);
		expect(thrown).toMatchObject({ details: { kind: 'noAnswer' } });
		expect(requests).toBeLessThanOrEqual(6);
		expect(took).toBeLessThan(60_000);
	});
});
