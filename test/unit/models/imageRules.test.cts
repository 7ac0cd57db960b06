import { imageRules, inMegabytes } from '../../../nodes/NovitaKling/models/imageRules';
import { imageField } from '../../../nodes/NovitaKling/models/sharedFields';

describe('imageRules', () => {
	it('says them all', () => {
		expect(imageRules(imageField())).toBe(
			'a JPEG or PNG of at least 300 x 300 px and at most 10 MB',
		);
	});

	it('says how long the picture may be, where there is a limit', () => {
		expect(imageRules(imageField(2.5))).toContain('its long side at most 2.5 times the short one');
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
