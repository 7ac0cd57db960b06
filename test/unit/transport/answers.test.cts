import { readAnswer, reasonOf, wordsOf } from '../../../nodes/NovitaKling/transport/answers';
import { API_KEY, answerOf, jsonAnswer, responseOf } from './answerOf.cts';

const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('readAnswer', () => {
	it('gives status, headers and JSON', async () => {
		const answer = await answerOf('{"task_id":"abc"}', 201, { 'retry-after': '5' });
		expect(answer).toEqual({
			status: 201,
			headers: { 'retry-after': '5' },
			json: { task_id: 'abc' },
			beginning: '{"task_id":"abc"}',
		});
	});

	it('joins characters that arrive in parts', async () => {
		const bytes = Buffer.from('{"message":"狐 🦊 é"}');
		const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
		const answer = await readAnswer(responseOf(chunks), API_KEY);
		expect(answer.json).toEqual({ message: '狐 🦊 é' });
	});

	it.each([
		['a list', '[]'],
		['null', 'null'],
		['a number', '42'],
		['a text', '"ok"'],
		['nothing', ''],
		['half an object', '{"task_id":"'],
		['HTML', '<!DOCTYPE html>'],
		['nested beyond reason', nested(100_000)],
		['nested one level too deep', nested(33)],
		['a key __proto__', '{"__proto__":{"polluted":"yes"}}'],
		['a key __proto__ further down', '{"a":[{"b":{"__proto__":{"polluted":"yes"}}}]}'],
		['a key constructor', '{"constructor":{"prototype":{"polluted":"yes"}}}'],
		['a key prototype', '{"a":{"prototype":1}}'],
	])('gives no JSON for %s', async (_name, text) => {
		expect((await answerOf(text)).json).toBeUndefined();
		expect(({} as { polluted?: string }).polluted).toBeUndefined();
	});

	it.each([
		['an empty object', '{}', {}],
		['white space around it', ' \n{"a":1}\r\n', { a: 1 }],
		['a dangerous word as a value', '{"a":"__proto__"}', { a: '__proto__' }],
	])('gives %s', async (_name, text, expected) => {
		expect((await answerOf(text)).json).toEqual(expected);
	});

	it('gives JSON as deep as it may be', async () => {
		expect((await answerOf(nested(31))).json).toBeDefined();
	});

	it.each(['/', '\\/'])('blanks what opens a lent file, with %s in its address', async (slash) => {
		const address = ['https:', '', 'n8n.example.com', 'rest', 'binary-data', 'signed'].join(slash);
		const { json, beginning } = await answerOf(`{"message":"no file at ${address}?token=a.b-c_d"}`);
		expect(json?.message).toBe(
			'no file at https://n8n.example.com/rest/binary-data/signed?token=***',
		);
		expect(beginning).not.toContain('a.b-c_d');
	});

	it('gives JSON behind a byte order mark', async () => {
		expect((await answerOf('\ufeff{"task_id":"abc"}')).json).toEqual({ task_id: 'abc' });
	});

	it('shows only the beginning of a long answer, on one line', async () => {
		const { beginning } = await answerOf(`<html>\r\n\t<b>${'x'.repeat(5000)}`);
		expect(beginning).toMatch(/^<html> <b>x+$/);
		expect(beginning.length).toBeLessThanOrEqual(120);
	});

	const MEBIBYTE = 1024 * 1024;

	it('accepts an answer of one mebibyte', async () => {
		const text = `{"a":"${'x'.repeat(MEBIBYTE - 8)}"}`;
		expect((await answerOf(text)).json).toBeDefined();
	});

	it('breaks off an answer that has no end', async () => {
		let produced = 0;
		function* endless(): Generator<Buffer> {
			for (;;) {
				produced += MEBIBYTE / 16;
				yield Buffer.alloc(MEBIBYTE / 16, ' ');
			}
		}
		await expect(readAnswer(responseOf(endless()), API_KEY)).rejects.toThrow('too large');
		expect(produced).toBeLessThan(3 * MEBIBYTE);
	});

	it('passes on a connection that breaks', async () => {
		function* broken(): Generator<Buffer> {
			yield Buffer.from('{"task_id":"');
			throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		}
		await expect(readAnswer(responseOf(broken()), API_KEY)).rejects.toMatchObject({
			code: 'ECONNRESET',
		});
	});

	it('counts a whole answer whose connection breaks after it', async () => {
		function* broken(): Generator<Buffer> {
			yield Buffer.from('{"task_id":"abc"}');
			throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
		}
		expect((await readAnswer(responseOf(broken()), API_KEY)).json).toEqual({ task_id: 'abc' });
	});
});

describe('the key in an answer', () => {
	it.each([
		['a message', `{"message":"the key ${API_KEY} is wrong"}`],
		['a text', `Invalid Authorization: Bearer ${API_KEY}`],
		['a nested value', `{"metadata":{"headers":["Bearer ${API_KEY}"]}}`],
		['the name of a field', `{"${API_KEY}":1}`],
	])('is blanked in %s', async (_name, text) => {
		expect(JSON.stringify(await answerOf(text, 401))).not.toContain(API_KEY);
	});

	it.each(['a', '1', 'task', 'test', ''])(
		'that is no more than %j, as some proxies have it, changes no task',
		async (secret) => {
			const body = '{"task_id":"a1-test","task":{"status":"TASK_STATUS_QUEUED"}}';
			const answer = await readAnswer(responseOf([Buffer.from(body)]), secret);
			expect(answer.json).toEqual(JSON.parse(body));
		},
	);
});

describe('reasonOf', () => {
	it.each([
		[{ reason: 'ILLEGAL_PROMPT' }, 'ILLEGAL_PROMPT'],
		[{ reason: '' }, undefined],
		[{ reason: 5 }, undefined],
		[{ reason: null }, undefined],
		[{ reason: ['ILLEGAL_PROMPT'] }, undefined],
		[{ message: 'ILLEGAL_PROMPT' }, undefined],
		[[{ reason: 'ILLEGAL_PROMPT' }], undefined],
		['ILLEGAL_PROMPT', undefined],
		[null, undefined],
	])('of %j is %j', async (body, expected) => {
		expect(reasonOf(await jsonAnswer(body, 400))).toBe(expected);
	});
});

describe('wordsOf', () => {
	it.each([
		['Novita form', '{"reason":"X","message":"why"}', 'HTTP 500, X, why'],
		['a form without a message', '{"reason":"X"}', 'HTTP 500, X, {"reason":"X"}'],
		['an odd message', '{"message":{"a":1}}', 'HTTP 500, {"message":{"a":1}}'],
		['plain text', 'upstream\nreset', 'HTTP 500, upstream reset'],
		['nothing', '', 'HTTP 500'],
	])('of %s', async (_name, body, expected) => {
		expect(wordsOf(await answerOf(body, 500))).toBe(expected);
	});
});
