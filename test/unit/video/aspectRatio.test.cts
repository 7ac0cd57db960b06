import { aspectRatioOf } from '../../../nodes/NovitaKling/video/aspectRatio';

it.each([
	[1920, 1080, '16:9'],
	[1280, 720, '16:9'],
	[1284, 716, '16:9'],
	[720, 1280, '9:16'],
	[960, 960, '1:1'],
	[1024, 768, '4:3'],
	[2560, 1080, '21:9'],
	[1000, 300, '10:3'],
	[undefined, 720, undefined],
	[0, 0, undefined],
])('%s x %s is %s', (width, height, expected) => {
	expect(aspectRatioOf(width, height)).toBe(expected);
});
