import { redirectTarget } from '../../../nodes/NovitaKling/fetch/redirect';

const from = (address: string, location: string) =>
	redirectTarget(location, new URL(address))?.href;

it.each([
	['https://a.example/1.jpg', '/2.jpg', 'https://a.example/2.jpg'],
	['https://a.example/x/1.jpg', '2.jpg', 'https://a.example/x/2.jpg'],
	['https://a.example/1.jpg', '//b.example/2.jpg', 'https://b.example/2.jpg'],
	['http://a.example/1.jpg', 'https://a.example/1.jpg', 'https://a.example/1.jpg'],
	['http://10.0.0.1/1.jpg', 'http://10.0.0.2/1.jpg', 'http://10.0.0.2/1.jpg'],
	['http://nas/1.jpg', 'https://a.example/1.jpg', 'https://a.example/1.jpg'],
	['https://u:p@a.example/1.jpg', '/2.jpg', 'https://u:p@a.example/2.jpg'],
	['https://u:p@a.example/1.jpg', 'https://a.example/2.jpg', 'https://u:p@a.example/2.jpg'],
	['https://u:p@a.example/1.jpg', 'https://b.example/2.jpg', 'https://b.example/2.jpg'],
])('%s may lead to %s', (address, location, target) => {
	expect(from(address, location)).toBe(target);
});

it.each([
	['https://a.example/1.jpg', 'http://a.example/1.jpg'],
	['https://a.example/1.jpg', 'file:///etc/passwd'],
	['https://a.example/1.jpg', 'javascript:alert(1)'],
	['https://a.example/1.jpg', 'https://127.0.0.1/1.jpg'],
	['https://a.example/1.jpg', 'https://metadata.internal/1.jpg'],
	['http://a.example/1.jpg', 'http://169.254.169.254/latest'],
	['https://a.example/1.jpg', 'https://u:p@b.example/1.jpg'],
	['https://a.example/1.jpg', 'https://'],
])('%s may not lead to %s', (address, location) => {
	expect(from(address, location)).toBeUndefined();
});
