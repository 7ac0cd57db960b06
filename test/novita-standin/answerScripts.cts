import { bufferBody } from './videos.cts';
import { novitaError, ROUTE_NOT_FOUND } from './errors.cts';
import type { AnswerFault, OddShape, RedirectTarget } from './faults.cts';
import type { WireScript } from './wire.cts';

/** A whole answer that ends properly. */
export function wholeAnswer(
	status: number,
	contentType: string,
	text: string,
	headers: Readonly<Record<string, string>> = {},
): WireScript {
	const body = bufferBody(Buffer.from(text));
	return {
		status,
		headers: { 'content-type': contentType, ...headers },
		announcedBytes: body.bytes,
		chunks: body.chunks(),
		then: 'end',
	};
}

const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const HTML_PAGE =
	'<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Please wait</body></html>\n';

const GATEWAY_BODIES = {
	html: [HTML_TYPE, '<html><body><center><h1>Bad gateway</h1></center></body></html>\n'],
	text: [TEXT_TYPE, 'upstream connect error or disconnect/reset before headers\n'],
	empty: [TEXT_TYPE, ''],
} as const;

/** What a gateway says when the service behind it is away. */
export function gatewayAnswer(
	status: number,
	body: keyof typeof GATEWAY_BODIES = 'html',
	headers: Readonly<Record<string, string>> = {},
): WireScript {
	const [contentType, text] = GATEWAY_BODIES[body];
	return wholeAnswer(status, contentType, text, headers);
}

/** Where a request came in, for redirects. */
export interface Place {
	/** Path and query string of the request. */
	readonly url: string;
	/** Another host, which has nothing to do with the one that got the request. */
	readonly otherOrigin: string;
}

const FOUND = 302;

/** A redirect; `self` leads back to the same address for ever. */
export function redirectAnswer(
	to: RedirectTarget = 'otherHost',
	status: number = FOUND,
	place: Place,
): WireScript {
	const places = { otherHost: `${place.otherOrigin}${place.url}`, self: place.url };
	const location = typeof to === 'string' ? places[to] : to.url;
	return wholeAnswer(status, TEXT_TYPE, '', { location });
}

// Deep enough to overflow the stack of a reader that calls itself for each level.
const DEPTH = 100_000;

const ODD_JSON: Readonly<Record<OddShape, () => string>> = {
	array: () => '[]',
	null: () => 'null',
	number: () => '42',
	string: () => '"ok"',
	emptyObject: () => '{}',
	emptyBody: () => '',
	truncated: () => '{"task_id":"',
	wrongTypes: () =>
		'{"task_id":{"id":7},"task":{"task_id":[],"status":{},"reason":[],"eta":"soon"},"videos":"none"}',
	deep: () => `{"task_id":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)},"task":{},"videos":[]}`,
	proto: () =>
		'{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},' +
		'"task":{"__proto__":{"status":"TASK_STATUS_SUCCEED","polluted":"yes"}},' +
		'"videos":[{"__proto__":{"video_url":"https://example.com/polluted.mp4"}}]}',
};

const MILLISECONDS = 1000;

function retryAfter(
	seconds: number | undefined,
	as: 'seconds' | 'date' = 'seconds',
): Record<string, string> {
	if (seconds === undefined) return {};
	const date = new Date(Date.now() + seconds * MILLISECONDS).toUTCString();
	return { 'retry-after': as === 'date' ? date : String(seconds) };
}

/** An error in Novita's form. */
export function novitaAnswer(
	reason: string,
	changes: Parameters<typeof novitaError>[1] = {},
	headers: Readonly<Record<string, string>> = {},
): WireScript {
	const body = novitaError(reason, changes);
	return wholeAnswer(body.code, JSON_TYPE, JSON.stringify(body), headers);
}

/** A whole answer that is announced as longer than it is. */
export function uncleanAnswer(answer: object, how: 'rst' | 'fin' = 'fin'): WireScript {
	const script = wholeAnswer(200, JSON_TYPE, JSON.stringify(answer));
	return { ...script, announcedBytes: (script.announcedBytes ?? 0) + 1, then: how };
}

const FILLER_BYTES = 16 * 1024;

function* endlessJson(): Generator<Buffer> {
	yield Buffer.from('{"task":{"reason":"');
	for (;;) yield Buffer.alloc(FILLER_BYTES, 'x');
}

type FaultOf<Kind extends AnswerFault['kind']> = Extract<AnswerFault, { kind: Kind }>;
type Playable = Exclude<AnswerFault['kind'], 'delay'>;
type Scripts = { [Kind in Playable]: (fault: FaultOf<Kind>, place: Place) => WireScript };

const SCRIPTS: Scripts = {
	refuse: ({ reason, ...changes }) => novitaAnswer(reason, changes),
	rateLimit: ({ retryAfterSeconds, retryAfterAs }) =>
		novitaAnswer('RATE_LIMIT_EXCEEDED', {}, retryAfter(retryAfterSeconds, retryAfterAs)),
	gateway: ({ status, body, retryAfterSeconds }) =>
		gatewayAnswer(status, body, retryAfter(retryAfterSeconds)),
	html: ({ status = 200 }) => wholeAnswer(status, HTML_TYPE, HTML_PAGE),
	routeNotFound: () => wholeAnswer(404, TEXT_TYPE, ROUTE_NOT_FOUND),
	oddJson: ({ shape }) => wholeAnswer(200, JSON_TYPE, ODD_JSON[shape]()),
	answer: ({ status = 200, contentType = JSON_TYPE, headers, text }) =>
		wholeAnswer(status, contentType, text, headers),
	reset: ({ how = 'rst' }) => ({ then: how }),
	cutAnswer: () => ({
		...wholeAnswer(200, JSON_TYPE, '{"task_id":"'),
		announcedBytes: 64,
		then: 'rst',
	}),
	hang: () => ({ then: 'hang' }),
	endless: ({ bytesPerSecond }) => ({
		status: 200,
		headers: { 'content-type': JSON_TYPE },
		chunks: endlessJson(),
		bytesPerSecond,
		then: 'end',
	}),
	huge: ({ bytes }) => wholeAnswer(200, JSON_TYPE, `{"filler":"${'x'.repeat(bytes)}"}`),
	redirect: ({ to, status }, place) => redirectAnswer(to, status, place),
};

/** Turns a fault of the API into what goes over the wire. */
export function answerScript(
	fault: Extract<AnswerFault, { kind: Playable }>,
	place: Place,
): WireScript {
	const script = SCRIPTS[fault.kind] as (fault: AnswerFault, place: Place) => WireScript;
	return script(fault, place);
}
