import type { FormatCure } from '../errors/imageFailures';

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

/** Formats by their signature; all the signs of an entry have to be there, and the first entry counts. */
const BY_SIGNATURE: ReadonlyArray<FileFormat & { readonly signs: readonly Sign[] }> = [
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
	format('a WebM or Matroska video', 'chooseImage', start('\x1a\x45\xdf\xa3')),
	format('an AVI video', 'chooseImage', start('RIFF'), at(8, 'AVI ')),
	format('a sound file', 'chooseImage', start('RIFF'), at(8, 'WAVE')),
	format('a sound file', 'chooseImage', start('ID3')),
	format('a ZIP archive or an Office document', 'unpack', start('PK\x03\x04')),
	format('a gzip archive', 'unpack', start('\x1f\x8b')),
];

/** Files of the ISO family by their brands; the first that a file has counts, and any other is a video. */
const BY_BRAND: ReadonlyArray<FileFormat & { readonly brands: RegExp }> = [
	{ name: 'an AVIF image', cure: 'convertIfAble', brands: /^avi[fs]$/ },
	{ name: 'a HEIC image', cure: 'convertIfAble', brands: /^(hei[cxms]|hev[cxms])$/ },
	{ name: 'a HEIF image', cure: 'convertIfAble', brands: /^(mif|msf)\d$/ },
	{ name: 'a Canon raw photo', cure: 'convertElsewhere', brands: /^crx / },
	{ name: 'a QuickTime video', cure: 'chooseImage', brands: /^qt / },
	{ name: 'a sound file', cure: 'chooseImage', brands: /^M4[AB] / },
];

const MP4_VIDEO: FileFormat = { name: 'an MP4 video', cure: 'chooseImage' };

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

const PLAIN_TEXT: FileFormat = { name: 'a text', cure: 'chooseImage' };
const EMPTY: FileFormat = { name: 'empty', cure: 'chooseImage' };
const UNKNOWN: FileFormat = { name: 'of an unknown format', cure: 'convertElsewhere' };

/** What a file is that is no JPEG and no PNG, from its first bytes. */
export function formatOf(bytes: Buffer): FileFormat {
	if (bytes.length === 0) return EMPTY;
	if (bytes.toString('latin1', BOX_TYPE, MAJOR_BRAND) === 'ftyp') return formatOfBrands(bytes);
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
	const ofBrand = BY_BRAND.find((entry) => brands.some((brand) => entry.brands.test(brand)));
	return ofBrand ?? MP4_VIDEO;
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
