import { readBaseUrl, readVideoAddress } from '../../../nodes/NovitaKling/transport/address';
import { UNWANTED_WORDS, caughtFailure } from '../caught.cts';

const NOVITA = 'https://api.novita.ai';

describe('readBaseUrl', () => {
	it.each([
		[NOVITA, NOVITA],
		[`${NOVITA}/`, NOVITA],
		[`${NOVITA}///`, NOVITA],
		[` ${NOVITA}\n`, NOVITA],
		['HTTPS://API.Novita.AI', NOVITA],
		[`${NOVITA}:443`, NOVITA],
		['', NOVITA],
		['  ', NOVITA],
		[undefined, NOVITA],
		[null, NOVITA],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://[::1]:8080/', 'http://[::1]:8080'],
		['https://proxy.example.com/novita/', 'https://proxy.example.com/novita'],
	])('%j becomes %s', (value, expected) => {
		expect(readBaseUrl(value)).toBe(expected);
	});

	it.each([
		['api.novita.ai'],
		['/v3'],
		['//api.novita.ai'],
		['ftp://api.novita.ai'],
		['file:///etc/passwd'],
		['javascript:alert(1)'],
		['https://'],
		['https://user@api.novita.ai'],
		['https://user:secret@api.novita.ai'],
		['https://:secret@api.novita.ai'],
		['https://api.novita.ai?key=secret'],
		['https://api.novita.ai/#secret'],
		['https://api.novita.ai:99999'],
		['https://api novita.ai'],
	])('%j is refused, and not repeated', async (value) => {
		const failure = await caughtFailure(() => readBaseUrl(value));
		expect(failure.details).toEqual({ kind: 'invalidInput', parameter: 'baseUrl' });
		expect(`${failure.message} ${failure.nextStep}`).not.toContain('secret');
		expect(`${failure.message} ${failure.nextStep}`).not.toMatch(UNWANTED_WORDS);
	});
});

describe('readVideoAddress', () => {
	it.each([
		['https://cdn.example.com/a.mp4?sig=a%2Fb', NOVITA],
		['https://cdn.example.com:8443/a.mp4', NOVITA],
		['https://cdn.example.com/a.mp4', 'http://127.0.0.1:8080'],
		['http://127.0.0.1:8081/a.mp4', 'http://127.0.0.1:8080'],
	])('%s is opened beside %s', (text, baseUrl) => {
		expect(readVideoAddress(text, baseUrl)?.href).toBe(text);
	});

	it.each([
		['http://cdn.example.com/a.mp4', NOVITA],
		['ftp://cdn.example.com/a.mp4', NOVITA],
		['file:///etc/passwd', NOVITA],
		['file:///etc/passwd', 'http://127.0.0.1:8080'],
		['data:video/mp4;base64,AAAA', NOVITA],
		['blob:https://cdn.example.com/a', NOVITA],
		['javascript:alert(1)', NOVITA],
		['https://user@cdn.example.com/a.mp4', NOVITA],
		['https://user:password@cdn.example.com/a.mp4', NOVITA],
		['//cdn.example.com/a.mp4', NOVITA],
		['/a.mp4', NOVITA],
		['a.mp4', NOVITA],
		['', NOVITA],
		['https://', NOVITA],
	])('%s is not opened beside %s', (text, baseUrl) => {
		expect(readVideoAddress(text, baseUrl)).toBeUndefined();
	});
});
