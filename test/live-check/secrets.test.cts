import { expiryOf } from '../../live-check/link.cts';
import { rawAnswer, scrubber } from '../../live-check/secrets.cts';

const KEY = 'sk_the-key-of-the-account';
const scrub = scrubber(KEY);

it.each([
	[`the key ${KEY} twice: ${KEY}`, 'the key … twice: …'],
	[
		'see https://cdn.example.com/a/b.mp4?X-Amz-Signature=1#x, now',
		'see https://cdn.example.com/… now',
	],
	['at s3://bucket/file.mp4', 'at s3://bucket/…'],
	['of someone.else+1@example.co.uk', 'of …'],
	['with https://user:word@example.com/', 'with https://example.com/…'],
])('%s', (text, kept) => expect(scrub(text)).toBe(kept));

it("keeps an answer without what is the account's own", () => {
	const json = {
		code: 403,
		reason: 'BILLING_BALANCE_NOT_ENOUGH',
		metadata: { user_id: 'u-1', clientIp: '10.0.0.1', availableBalance: '12', field: 'prompt' },
	};
	const raw = rawAnswer(
		{ request: 'GET /', answer: { status: 403, headers: {}, json, beginning: '' } },
		scrub,
	);
	expect(JSON.parse(raw)).toEqual({
		...json,
		metadata: { user_id: '…', clientIp: '…', availableBalance: '…', field: 'prompt' },
	});
});

it.each([
	['X-Amz-Date=20261126T093000Z&X-Amz-Expires=3600', '2026-11-26T10:30:00.000Z'],
	['x-oss-date=20261126T093000Z&x-oss-expires=60', '2026-11-26T09:31:00.000Z'],
	['Expires=1795684742&Signature=x', '2026-11-26T09:19:02.000Z'],
	['X-Amz-Date=1795684742425&X-Amz-Expires=3600', undefined],
	['signature=x', undefined],
])('a link with %s expires at %s', (query, expected) => {
	const expiry = expiryOf(`https://cdn.example.com/v.mp4?${query}`);
	expect(expiry === undefined ? undefined : new Date(expiry).toISOString()).toBe(expected);
});
