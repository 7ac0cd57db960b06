import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formatOf } from '../../../nodes/NovitaKling/request/fileFormats';
import { jpeg, picture } from './pictures.cts';

const MP4_FILE = join(__dirname, '../../novita-standin/videos/5s-1x1.mp4');

/** A first box of the ISO family: its length, `ftyp`, the major brand, a version, and more brands. */
function withBrands(major: string, ...compatible: string[]): Buffer {
	const brands = [major, '\0\0\0\0', ...compatible].join('');
	const box = Buffer.from(`\0\0\0\0ftyp${brands}`, 'latin1');
	box.writeUInt32BE(box.length);
	return Buffer.concat([box, Buffer.alloc(32)]);
}

const text = (content: string) => Buffer.from(content);
const bytes = (content: string) => Buffer.from(content, 'latin1');

it.each<[name: string, file: () => Buffer | Promise<Buffer>]>([
	['a WebP image', async () => await picture(9, 9).webp().toBuffer()],
	['a GIF image', async () => await picture(9, 9).gif().toBuffer()],
	['a TIFF image', async () => await picture(9, 9).tiff().toBuffer()],
	['a TIFF image', () => bytes('MM\0*\0\0\0\x08')],
	['an AVIF image', async () => await picture(64, 64).avif({ effort: 0 }).toBuffer()],
	['an AVIF image', () => withBrands('mif1', 'mif1', 'avif', 'miaf')],
	['a HEIC image', () => withBrands('heic', 'mif1', 'heic')],
	['a HEIC image', () => withBrands('mif1', 'mif1', 'heic')],
	['a HEIF image', () => withBrands('mif1', 'miaf')],
	['a BMP image', () => bytes('BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0')],
	['a JPEG XL image', () => bytes('\0\0\0\x0cJXL \r\n\x87\n')],
	['a JPEG 2000 image', () => bytes('\0\0\0\x0cjP  \r\n\x87\n')],
	['a PDF document', () => text('%PDF-1.7\n')],
	['an MP4 video', () => readFileSync(MP4_FILE)],
	['a QuickTime video', () => withBrands('qt  ', 'qt  ')],
	['a WebM or Matroska video', () => bytes('\x1a\x45\xdf\xa3\x9f\x42\x86')],
	['a QuickTime video', () => bytes('\0\0\0\x08wide\0\0\x01\0mdat')],
	['a QuickTime video', () => bytes('\0\0\x01\0moov\0\0\0\x6cmvhd')],
	['an MP4 video', () => withBrands('M4V ', 'M4V ', 'M4A ', 'mp42', 'qt  ')],
	['a 3GP video', () => withBrands('3gp5', 'isom')],
	['a sound file', () => withBrands('M4A ', 'mp42')],
	['a JPEG image', async () => await jpeg(9, 9)],
	['a PNG image', async () => await picture(9, 9).png().toBuffer()],
	['an AVI video', () => bytes('RIFF\x24\0\0\0AVI LIST')],
	['a ZIP archive or an Office document', () => bytes('PK\x03\x04\x14\0')],
	['a gzip archive', () => gzipSync('photo')],
	['an SVG image', () => text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	['an SVG image', () => text('\ufeff<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<svg>')],
	['an HTML page', () => text('\n<!DOCTYPE html><html><body>Please log in</body></html>')],
	['an HTML page', () => text('<html lang="en">')],
	['an XML text', () => text('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
	['a JSON text', () => text('{"error":"not found"}')],
	['a JSON text', () => text('[{"a":1}]')],
	['a text that holds an image as base64', async () => text((await jpeg(9, 9)).toString('base64'))],
	['a text that holds an image as base64', () => text('data:image/png;base64,iVBORw0KGgo')],
	['a text', () => text('A fox in the snow')],
	['a text', () => text('狐'.repeat(1000))],
	['a text', () => text('BMW and GIF')],
	['empty', () => Buffer.alloc(0)],
	['of an unknown format', () => bytes('\x01\x02\x03\x04')],
])('%s', async (name, file) => {
	expect(formatOf(await file()).name).toBe(name);
});

it('reads an HTML page with a thousand comments before it as fast as any', () => {
	expect(formatOf(text(`${'<!---->'.repeat(1000)}<p>`)).name).toBe('a text');
});
