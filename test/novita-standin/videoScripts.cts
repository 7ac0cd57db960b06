import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { gatewayAnswer, redirectAnswer, wholeAnswer, type Place } from './answerScripts.cts';
import type { VideoFault } from './faults.cts';
import { bufferBody, generatedVideo, type VideoBody } from './videos.cts';
import type { WireScript } from './wire.cts';

const VIDEO_TYPE = 'video/mp4';
// Enough to be seen, little enough to be missed by a client that checks only the start.
const WRONG_BY_BYTES = 1000;

/** A refusal as object stores word it. */
export function storeError(status: number, code: string, message: string): WireScript {
	const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return wholeAnswer(status, 'application/xml', xml);
}

/** The whole video, as it should be. */
export function wholeVideo(body: VideoBody, onComplete: () => void): WireScript {
	return {
		status: 200,
		headers: { 'content-type': VIDEO_TYPE },
		announcedBytes: body.bytes,
		chunks: body.chunks(),
		then: 'end',
		onComplete,
	};
}

/** The whole content of a body. */
function contentOf(body: VideoBody): Buffer {
	return Buffer.concat([...body.chunks()]);
}

/** The video is followed by bytes that do not belong to it. */
function* followed(body: VideoBody, extraBytes: number): Generator<Buffer> {
	yield* body.chunks();
	yield Buffer.alloc(extraBytes, 'x');
}

const NO_VIDEOS = {
	text: ['text/plain', 'This is a text file and not a video.\n'],
	html: ['text/html', '<!DOCTYPE html><html><body>Sign in to see this file</body></html>\n'],
	empty: [VIDEO_TYPE, ''],
} as const;

/** What the scripts of a download are made from. */
export interface Download {
	readonly body: VideoBody;
	readonly place: Place;
	/** Called when the whole video has been sent. */
	readonly onComplete: () => void;
}

type FaultOf<Kind extends VideoFault['kind']> = Extract<VideoFault, { kind: Kind }>;
type Scripts = {
	[Kind in VideoFault['kind']]: (fault: FaultOf<Kind>, download: Download) => WireScript;
};

const whole = ({ body, onComplete }: Download) => wholeVideo(body, onComplete);

const SCRIPTS: Scripts = {
	expired: () => storeError(403, 'AccessDenied', 'Request has expired'),
	slow: ({ bytesPerSecond }, download) => ({ ...whole(download), bytesPerSecond }),
	cutShort: ({ afterBytes }, download) => ({
		...whole(download),
		sendBytes: afterBytes ?? Math.floor(download.body.bytes / 2),
		then: 'rst',
	}),
	shorterThanLength: (_fault, download) => ({
		...whole(download),
		sendBytes: Math.max(0, download.body.bytes - WRONG_BY_BYTES),
		then: 'fin',
	}),
	longerThanLength: ({ extraBytes = WRONG_BY_BYTES }, download) => ({
		...whole(download),
		chunks: followed(download.body, extraBytes),
		then: 'fin',
	}),
	noLength: ({ cutAfterBytes }, download) => ({
		...whole(download),
		announcedBytes: undefined,
		sendBytes: cutAfterBytes,
		then: cutAfterBytes === undefined ? 'end' : 'rst',
	}),
	redirect: ({ to, status }, { place }) => redirectAnswer(to, status, place),
	notVideo: ({ content = 'text', contentType }) => {
		const [ownType, text] = NO_VIDEOS[content];
		return wholeAnswer(200, contentType ?? ownType, text);
	},
	file: ({ path, cutAfterBytes }, { onComplete }) =>
		wholeVideo(bufferBody(readFileSync(path).subarray(0, cutAfterBytes)), onComplete),
	packed: ({ announced = true }, { body, onComplete }) => {
		const packed = wholeVideo(bufferBody(gzipSync(contentOf(body))), onComplete);
		return {
			...packed,
			headers: { ...packed.headers, 'content-encoding': 'gzip' },
			...(announced ? {} : { announcedBytes: undefined }),
		};
	},
	passedOn: (_fault, download) => ({ ...whole(download), status: 203 }),
	range: ({ first = 0, last }, { body, onComplete }) => {
		const part = contentOf(body).subarray(first, last === undefined ? undefined : last + 1);
		const script = wholeVideo(bufferBody(part), onComplete);
		const range = `bytes ${first}-${first + part.length - 1}/${body.bytes}`;
		return { ...script, status: 206, headers: { ...script.headers, 'content-range': range } };
	},
	tooLarge: ({ bytes, announced = true }, download) => ({
		...wholeVideo(generatedVideo(bytes), download.onComplete),
		announcedBytes: announced ? bytes : undefined,
	}),
	hang: ({ afterBytes }, download) =>
		afterBytes === undefined
			? { then: 'hang' }
			: { ...whole(download), sendBytes: afterBytes, then: 'hang' },
	reset: ({ how = 'rst' }) => ({ then: how }),
	gateway: ({ status, body }) => gatewayAnswer(status, body),
};

/** Turns a fault of a download into what goes over the wire. */
export function videoScript(fault: VideoFault, download: Download): WireScript {
	const script = SCRIPTS[fault.kind] as (fault: VideoFault, download: Download) => WireScript;
	return script(fault, download);
}
