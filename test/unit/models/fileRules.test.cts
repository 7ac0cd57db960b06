import { fileRules, imageRules, inMegabytes } from '../../../nodes/NovitaKling/models/fileRules';
import { documentedImage } from '../../../nodes/NovitaKling/models/sharedFields';

describe('imageRules', () => {
	it('says them all', () => {
		expect(imageRules(documentedImage())).toBe(
			'a JPEG or PNG of at least 300 x 300 px and at most 10 MB',
		);
	});

	it('says how long the picture may be, where there is a limit', () => {
		expect(imageRules(documentedImage(2.5))).toContain(
			'its long side at most 2.5 times the short one',
		);
	});
});

describe('fileRules', () => {
	it('says of an image without rules what formats there are', () => {
		expect(fileRules({ kind: 'image', rules: {} })).toBe('a JPEG or PNG');
	});

	it('says those of a video', () => {
		const rules = { maxBytes: 5_000_000, minSidePixels: 200, seconds: [2, 9] } as const;
		expect(fileRules({ kind: 'video', rules })).toBe(
			'an MP4 or MOV of 2 to 9 seconds and at most 5 MB, each side at least 200 px',
		);
	});
});

describe('inMegabytes', () => {
	it.each([
		[10_000_000, '10 MB'],
		[10_000_001, '10.1 MB'],
		[1, '0.1 MB'],
		[0, '0 MB'],
	])('shows %i bytes as %s', (bytes, text) => {
		expect(inMegabytes(bytes)).toBe(text);
	});
});
