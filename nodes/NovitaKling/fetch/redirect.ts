import { webAddress } from '../request/plainValues';
import { isPrivateAddress } from '../request/privateAddress';

/**
 * Where a redirect leads. It is not followed from https to http, nor from a public address into a
 * private network, and it takes no user name and password with it to another host.
 *
 * @param location value of the `Location` header
 * @returns undefined where it may not be followed
 */
export function redirectTarget(location: string, current: URL): URL | undefined {
	const target = URL.canParse(location, current.href)
		? webAddress(new URL(location, current).href)
		: undefined;
	if (!target) return undefined;
	if (target.origin === current.origin) {
		target.username = current.username;
		target.password = current.password;
		return target;
	}
	const isDowngrade = current.protocol === 'https:' && target.protocol === 'http:';
	const leadsInside = isPrivateAddress(target) && !isPrivateAddress(current);
	return isDowngrade || leadsInside || target.username || target.password ? undefined : target;
}
