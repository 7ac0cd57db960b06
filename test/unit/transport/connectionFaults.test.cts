import {
	ConnectionFault,
	connectionFaultOf,
} from '../../../nodes/NovitaKling/transport/connectionFaults';

/** An error of Node.js, as its network calls throw it. */
const systemError = (code: string, syscall: string) =>
	Object.assign(new Error(`${syscall} ${code} 10.0.0.1:443`), { code, syscall });

/** How n8n and axios wrap what Node.js threw: the code is repeated, the rest is the cause. */
const wrapped = (cause: Error & { code: string }) =>
	Object.assign(new Error('request broke', { cause }), { code: cause.code });

describe('connectionFaultOf', () => {
	it.each([
		['ECONNREFUSED', 'connect'],
		['EHOSTUNREACH', 'connect'],
		['ENETUNREACH', 'connect'],
		['EADDRNOTAVAIL', 'connect'],
		['ENOTFOUND', 'getaddrinfo'],
		['EAI_AGAIN', 'getaddrinfo'],
	])('%s of %s proves that nothing was sent', (code, syscall) => {
		const plain = connectionFaultOf(systemError(code, syscall));
		expect(plain).toMatchObject({ neverSent: true });
		expect(plain.message).toContain(code);
		expect(connectionFaultOf(wrapped(systemError(code, syscall))).neverSent).toBe(true);
	});

	it('finds the code where n8n before 2.34 has it', () => {
		expect(connectionFaultOf({ httpCode: 'ECONNREFUSED' }).neverSent).toBe(true);
		expect(connectionFaultOf({ httpCode: '502' }).neverSent).toBe(false);
	});

	it.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
		'%s, a certificate that is not trusted, proves that nothing was sent',
		(code) => {
			expect(connectionFaultOf({ code }).neverSent).toBe(true);
		},
	);

	it.each([
		['ECONNRESET', 'read'],
		['ECONNRESET', 'write'],
		['EPIPE', 'write'],
		['ETIMEDOUT', 'read'],
		['ECONNABORTED', 'read'],
		['ERR_BAD_RESPONSE', 'read'],
		['ERR_CANCELED', 'read'],
		['UND_ERR_SOCKET', 'read'],
	])('%s of %s proves nothing', (code, syscall) => {
		const fault = connectionFaultOf(systemError(code, syscall));
		expect(fault.neverSent).toBe(false);
		expect(fault.message).toContain(code);
	});

	it.each([
		['EHOSTUNREACH', 'read'],
		['EHOSTUNREACH', 'write'],
		['ENETUNREACH', 'read'],
		['ENETUNREACH', 'write'],
	])(
		'%s of %s comes on a connection that stood, after the request may have been sent',
		(code, syscall) => {
			expect(connectionFaultOf(systemError(code, syscall)).neverSent).toBe(false);
			expect(connectionFaultOf(wrapped(systemError(code, syscall))).neverSent).toBe(false);
		},
	);

	it.each([
		['ECONNREFUSED', 'ECONNREFUSED'],
		['ENETUNREACH', 'EHOSTUNREACH'],
		['EHOSTUNREACH', 'ECONNREFUSED'],
	])('%s and %s of a host with two addresses prove that nothing was sent', (first, second) => {
		const errors = [systemError(first, 'connect'), systemError(second, 'connect')];
		// Node.js gives the first code to the whole, and no call.
		const both = Object.assign(new AggregateError(errors), { code: first });
		expect(connectionFaultOf(both).neverSent).toBe(true);
		expect(connectionFaultOf(wrapped(both)).neverSent).toBe(true);
	});

	it('finds a code among the causes', () => {
		const cause = systemError('ECONNREFUSED', 'connect');
		const outer = new Error('outer', { cause: new Error('inner', { cause }) });
		expect(connectionFaultOf(outer).neverSent).toBe(true);
	});

	const circular = new Error('circular');
	circular.cause = circular;

	it.each<[string, unknown]>([
		['an error without a code', new Error('secret https://user:key@host/?token=abc')],
		['an error that causes itself', circular],
		['a text', 'ECONNREFUSED'],
		['nothing', undefined],
		['null', null],
		['a code that is a number', { code: 500 }],
		['a code with an address in it', { code: 'https://host/?key=secret' }],
		['a code in small letters', { code: 'econnrefused' }],
	])('treats %s as a broken connection and repeats none of its words', (_name, thrown) => {
		expect(connectionFaultOf(thrown)).toMatchObject({
			neverSent: false,
			message: 'the connection was lost',
		});
	});

	it('passes on its own kind', () => {
		const fault = new ConnectionFault('no line', true);
		expect(connectionFaultOf(fault)).toBe(fault);
	});
});
