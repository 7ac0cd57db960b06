import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const MILLISECONDS = 1000;
// Long enough that no two answers of a test share a signature.
const NONCE_BYTES = 8;

/** What a link says once its signature has been checked. */
export type LinkCheck =
	| { readonly good: true; readonly taskId: string; readonly signature: string }
	| { readonly good: false; readonly code: 'SignatureDoesNotMatch' | 'AccessDenied' };

/**
 * Pre-signed links to videos: the query string carries the signature and the expiry, as with
 * any object store. Each answer gets a link of its own; one that has expired stays expired.
 */
export class VideoLinks {
	private readonly secret = randomBytes(32);
	private readonly expired = new Set<string>();

	constructor(private readonly lifetimeSeconds: number) {}

	/** Makes a fresh link to a task's video, as path and query string. */
	issue(taskId: string, now: number): string {
		const query = new URLSearchParams({
			'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
			'X-Amz-Credential': randomBytes(NONCE_BYTES).toString('hex'),
			'X-Amz-Date': String(now),
			'X-Amz-Expires': String(this.lifetimeSeconds),
		});
		const path = `/videos/${taskId}.mp4`;
		query.set('X-Amz-Signature', this.sign(path, query));
		return `${path}?${query}`;
	}

	/** Checks a link that a client requests. */
	check(path: string, parameters: Readonly<Record<string, string>>, now: number): LinkCheck {
		const query = new URLSearchParams(parameters);
		const signature = query.get('X-Amz-Signature') ?? '';
		query.delete('X-Amz-Signature');
		const taskId = /^\/videos\/([^/]+)\.mp4$/.exec(path)?.[1];
		if (taskId === undefined || !equal(signature, this.sign(path, query))) {
			return { good: false, code: 'SignatureDoesNotMatch' };
		}
		const lifetime = Number(query.get('X-Amz-Expires')) * MILLISECONDS;
		const tooLate = now > Number(query.get('X-Amz-Date')) + lifetime;
		if (tooLate || this.expired.has(signature)) return { good: false, code: 'AccessDenied' };
		return { good: true, taskId, signature };
	}

	/** Lets a link expire before its time. */
	expire(signature: string): void {
		this.expired.add(signature);
	}

	private sign(path: string, query: URLSearchParams): string {
		return createHmac('sha256', this.secret).update(`${path}?${query}`).digest('hex');
	}
}

function equal(left: string, right: string): boolean {
	return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
