import { type VideoFormat, formatOf } from '../../../nodes/NovitaKling/video/format';
import { box, contentOf, realVideo } from './boxes.cts';

const video = realVideo();
const ebml = (docType: string) =>
	Buffer.concat([
		Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x83 + docType.length, 0x42, 0x82, 0x80 + docType.length]),
		Buffer.from(`${docType}\0\0\0\0\0\0\0\0\0\0\0\0`),
	]);

/** The MIME type of a file that arrives byte by byte, at the byte that settles it. */
function mimeTypeOf(file: Buffer): string | undefined {
	let format: VideoFormat | null | undefined;
	for (let length = 0; length <= file.length && format === undefined; length += 1) {
		format = formatOf(file.subarray(0, length), length === file.length);
	}
	return format?.mimeType;
}

describe('formatOf tells', () => {
	it.each<[string, Buffer, string]>([
		['an MP4', video, 'video/mp4'],
		['a QuickTime file', box('ftyp', Buffer.from('qt  \0\0\0\0')), 'video/quicktime'],
		['a brand in a segment', box('styp', Buffer.from('msdh\0\0\0\0')), 'video/mp4'],
		[
			'a brand behind free space',
			Buffer.concat([box('free', Buffer.alloc(5000)), box('ftyp', Buffer.from('qt  \0\0\0\0'))]),
			'video/quicktime',
		],
		['media without a brand', box('mdat', Buffer.alloc(20)), 'video/mp4'],
		['a movie without a brand', box('moov', contentOf(video, 'moov')), 'video/mp4'],
		[
			'media behind a box that only QuickTime has',
			Buffer.concat([box('wide'), box('mdat', Buffer.alloc(20))]),
			'video/quicktime',
		],
		['a WebM', ebml('webm'), 'video/webm'],
		['a Matroska file', ebml('matroska'), 'video/x-matroska'],
		['a GIF', Buffer.from('GIF89a\0\0\0\0\0\0\0\0\0\0'), 'image/gif'],
		['an AVI', Buffer.from('RIFF\0\0\0\0AVI LIST'), 'video/x-msvideo'],
		['an Ogg file', Buffer.from('OggS\0\0\0\0\0\0\0\0\0\0\0\0'), 'video/ogg'],
	])('%s', (_name, file, expected) => {
		expect(mimeTypeOf(file)).toBe(expected);
	});
});

describe('formatOf does not take for a video', () => {
	it.each<[string, Buffer]>([
		['nothing', Buffer.alloc(0)],
		['a few bytes', Buffer.from('<a>')],
		['a web page', Buffer.from('<!DOCTYPE html><html><body>Expired</body></html>')],
		['XML', Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
		['JSON', Buffer.from('{"code":403,"message":"expired"}')],
		['a text', Buffer.from('This is a text file and not a video.')],
		['a PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1')],
		['a packed file', Buffer.from('PK\x03\x04\0\0\0\0\0\0\0\0\0\0\0\0')],
		['zeros', Buffer.alloc(1000)],
		['a video behind a line', Buffer.concat([Buffer.from('\n'), video])],
		['small letters only', Buffer.from('\0\0\0\x20FTYPisom\0\0\0\0')],
	])('%s', (_name, file) => {
		expect(mimeTypeOf(file)).toBeUndefined();
	});
});
