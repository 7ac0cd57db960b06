import type { FormatCure } from '../errors/fileFailures';

/** A kind of file as its first bytes show it. */
export interface FileFormat {
	/** What a file of it is, with its article: "photo.heic is a HEIC image". */
	readonly name: string;
	readonly cure: FormatCure;
}

/** Bytes, written as one character each, that stand at a place in a file. */
interface Sign {
	readonly at: number;
	readonly bytes: string;
}

/** Bytes at the beginning of a file in which the words of a text are looked for. */
const TEXT_BYTES = 1024;

/** Where a file of the ISO family says what it is. Source: ISO/IEC 14496-12, 4.3. */
const BOX_TYPE = 4;
const MAJOR_BRAND = 8;

const start = (bytes: string): Sign => ({ at: 0, bytes });
const at = (place: number, bytes: string): Sign => ({ at: place, bytes });
const format = (name: string, cure: FormatCure, ...signs: Sign[]) => ({ name, cure, signs });

const MP4_VIDEO: FileFormat = { name: 'an MP4 video', cure: 'chooseFile' };
const QUICKTIME_VIDEO: FileFormat = { name: 'a QuickTime video', cure: 'chooseFile' };

/** What old QuickTime files begin with, which have no `ftyp`. */
const QUICKTIME_BOXES = ['moov', 'mdat', 'wide', 'free', 'skip'];

/** The formats of a video that Novita documents. */
const VIDEO_FORMATS = [MP4_VIDEO.name, QUICKTIME_VIDEO.name];

/** Whether a file is a video of a format that Novita documents, as far as its first bytes tell. */
export function isVideo(bytes: Buffer): boolean {
	return VIDEO_FORMATS.includes(formatOf(bytes).name);
}

/** Formats by their signature; all the signs of an entry have to be there, and the first entry counts. */
const BY_SIGNATURE: ReadonlyArray<FileFormat & { readonly signs: readonly Sign[] }> = [
	format('a JPEG image', 'chooseFile', start('\xff\xd8\xff')),
	format('a PNG image', 'chooseFile', start('\x89PNG')),
	format('a WebP image', 'convert', start('RIFF'), at(8, 'WEBP')),
	format('a GIF image', 'convert', start('GIF8')),
	format('a BMP image', 'convert', start('BM'), at(6, '\0\0\0\0')),
	format('a TIFF image', 'convert', start('II*\0')),
	format('a TIFF image', 'convert', start('MM\0*')),
	format('a JPEG 2000 image', 'convertElsewhere', at(4, 'jP  ')),
	format('a JPEG XL image', 'convertIfAble', at(4, 'JXL ')),
	format('a JPEG XL image', 'convertIfAble', start('\xff\x0a')),
	format('a Photoshop image', 'convertElsewhere', start('8BPS')),
	format('an icon', 'convertElsewhere', start('\0\0\x01\0')),
	format('a PDF document', 'convertElsewhere', start('%PDF')),
	format('a WebM or Matroska video', 'chooseFile', start('\x1a\x45\xdf\xa3')),
	format('an AVI video', 'chooseFile', start('RIFF'), at(8, 'AVI ')),
	format('a sound file', 'chooseFile', start('RIFF'), at(8, 'WAVE')),
	format('a sound file', 'chooseFile', start('ID3')),
	format('a ZIP archive or an Office document', 'unpack', start('PK\x03\x04')),
	format('a gzip archive', 'unpack', start('\x1f\x8b')),
];

/** Images of the ISO family by any of their brands; the first entry counts. */
const BY_BRAND: ReadonlyArray<FileFormat & { readonly brands: RegExp }> = [
	{ name: 'an AVIF image', cure: 'convertIfAble', brands: /^avi[fs]$/ },
	{ name: 'a HEIC image', cure: 'convertIfAble', brands: /^(hei[cxms]|hev[cxms])$/ },
	{ name: 'a HEIF image', cure: 'convertIfAble', brands: /^(mif|msf)\d$/ },
];

/** Other files of the family by their major brand: videos name other kinds as compatible. Any else is an MP4. */
const BY_MAJOR_BRAND: typeof BY_BRAND = [
	{ name: 'a Canon raw photo', cure: 'convertElsewhere', brands: /^crx / },
	{ name: 'a 3GP video', cure: 'chooseFile', brands: /^3g/ },
	{ name: 'a sound file', cure: 'chooseFile', brands: /^M4[AB] / },
	{ ...QUICKTIME_VIDEO, brands: /^qt / },
];

/** A text whose first tag is the given one, whatever declarations and comments stand before it. */
const beginningWith = (tag: string) =>
	new RegExp(`^(\\s|<\\?xml[^>]*>|<!--((?!-->)[^])*-->|<!doctype svg[^>]*>)*<${tag}`, 'i');

/** Texts by how they begin, white space aside; the first entry counts. */
const BY_WORDS: ReadonlyArray<FileFormat & { readonly words: RegExp }> = [
	{ name: 'an SVG image', cure: 'convertElsewhere', words: beginningWith('svg[\\s>]') },
	{ name: 'an HTML page', cure: 'page', words: beginningWith('(!doctype html|html|head|body)\\b') },
	{ name: 'an XML text', cure: 'page', words: /^<(\?xml|[a-z][\w:-]*[\s>])/i },
	// What JPEG and PNG begin with in base64.
	{
		name: 'a text that holds an image as base64',
		cure: 'decode',
		words: /^"?(data:image\/[\w.+-]+;base64,|\/9j\/|iVBORw0KGgo)/,
	},
	{ name: 'a JSON text', cure: 'page', words: /^(\{\s*["}]|\[\s*["{[\]\d])/ },
];

const PLAIN_TEXT: FileFormat = { name: 'a text', cure: 'chooseFile' };
const EMPTY: FileFormat = { name: 'empty', cure: 'chooseFile' };
const UNKNOWN: FileFormat = { name: 'of an unknown format', cure: 'convertElsewhere' };

/** What a file is that is no JPEG and no PNG, from its first bytes. */
export function formatOf(bytes: Buffer): FileFormat {
	if (bytes.length === 0) return EMPTY;
	if (bytes.toString('latin1', BOX_TYPE, MAJOR_BRAND) === 'ftyp') return formatOfBrands(bytes);
	const isQuickTime = QUICKTIME_BOXES.some((type) => hasSign(bytes, at(BOX_TYPE, type)));
	if (isQuickTime) return QUICKTIME_VIDEO;
	const bySignature = BY_SIGNATURE.find(({ signs }) => signs.every((sign) => hasSign(bytes, sign)));
	return bySignature ?? formatOfText(bytes) ?? UNKNOWN;
}

function hasSign(bytes: Buffer, { at: place, bytes: expected }: Sign): boolean {
	return bytes.toString('latin1', place, place + expected.length) === expected;
}

/** The major brand and those that the file is compatible with, four bytes each. */
function formatOfBrands(bytes: Buffer): FileFormat {
	const end = Math.min(bytes.readUInt32BE(0), TEXT_BYTES);
	const brands = bytes.toString('latin1', MAJOR_BRAND, end).match(/[^]{4}/g) ?? [];
	const image = BY_BRAND.find((entry) => brands.some((brand) => entry.brands.test(brand)));
	return image ?? BY_MAJOR_BRAND.find((entry) => entry.brands.test(brands[0] ?? '')) ?? MP4_VIDEO;
}

function formatOfText(bytes: Buffer): FileFormat | undefined {
	const text = textAtStart(bytes);
	if (text === undefined) return undefined;
	return BY_WORDS.find(({ words }) => words.test(text)) ?? PLAIN_TEXT;
}

/** The beginning of a file in UTF-8; undefined where it is no text. */
function textAtStart(bytes: Buffer): string | undefined {
	// A character may be cut in two at the end, so the decoder is told that more follows.
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		const text = decoder.decode(bytes.subarray(0, TEXT_BYTES), { stream: true });
		return /[^\P{Cc}\s]/u.test(text) ? undefined : text.trimStart();
	} catch {
		return undefined;
	}
}
