import { isPrivateAddress } from '../../../nodes/NovitaKling/request/privateAddress';

it.each([
	...[
		'localhost',
		'LOCALHOST',
		'localhost.',
		'a.localhost',
		'n8n',
		'printer.local',
		'n8n.internal',
	],
	...['127.0.0.1', '127.1', '2130706433', '0x7f.0.0.1', '0.0.0.0', '10.0.0.1', '10.255.255.255'],
	...['172.16.0.1', '172.31.255.255', '192.168.1.5', '169.254.169.254', '100.64.0.1'],
	...['[::1]', '[::]', '[fd00::1]', '[fc00::1]', '[fe80::1]', '[::ffff:127.0.0.1]'],
	...['[::ffff:10.1.2.3]', 'router.lan', 'host.docker.internal', 'nas.home.arpa'],
])('%s is private', (host) => {
	expect(isPrivateAddress(new URL(`http://${host}:5678/photo.jpg`))).toBe(true);
});

it.each([
	...['example.com', 'n8n.example.com', 'localhost.example.com', 'local.example', 'internal.io'],
	...[
		'8.8.8.8',
		'172.15.0.1',
		'172.32.0.1',
		'192.169.0.1',
		'11.0.0.1',
		'100.63.0.1',
		'100.128.0.1',
	],
	...['[2001:db8::1]', '[::ffff:8.8.8.8]', '[fec0::1]', '10.example.com', '127.0.0.1.nip.io'],
])('%s is public', (host) => {
	expect(isPrivateAddress(new URL(`https://${host}/photo.jpg`))).toBe(false);
});
