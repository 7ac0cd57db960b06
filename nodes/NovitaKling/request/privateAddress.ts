/** Names that lead nowhere outside of the machine or its network. Sources: RFC 6761, 6762 and 8375. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|lan|home\.arpa|intranet|localdomain)$/;

const IPV4 = /^[\d.]+$/;

/** Ranges of IPv4 that the internet does not route, as the first bytes of an address. Source: RFC 6890. */
const PRIVATE_IPV4 =
	/^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** The same of IPv6: none, this machine, the local network and the link. Sources: RFC 4193 and 4291. */
const PRIVATE_IPV6 = /^\[(::1?\]|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/;

/** An IPv4 address written as one of IPv6, as `URL` shows it. */
const MAPPED_IPV4 = /^\[::ffff:([\da-f]{1,4}):([\da-f]{1,4})\]$/;

/**
 * Whether an address cannot be opened from outside of the network it is in: that of this machine, of a
 * private network, or a name without a domain.
 */
export function isPrivateAddress({ hostname }: URL): boolean {
	const host = hostname.replace(/\.$/, '').toLowerCase();
	const mapped = MAPPED_IPV4.exec(host);
	if (mapped) return PRIVATE_IPV4.test(dotted(mapped[1], mapped[2]));
	if (host.startsWith('[')) return PRIVATE_IPV6.test(host);
	if (IPV4.test(host)) return PRIVATE_IPV4.test(host);
	return !host.includes('.') || PRIVATE_NAMES.test(host);
}

/** Two groups of an IPv6 address as an IPv4 one. */
function dotted(...groups: string[]): string {
	const numbers = groups.map((group) => Number.parseInt(group, 16));
	return numbers.flatMap((number) => [number >> 8, number & 0xff]).join('.');
}
