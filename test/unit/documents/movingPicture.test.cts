import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from './files.cts';

const PICTURE = 'docs/images/prompt-to-video.webp';

/** People on a slow line wait for it at the top of the README. */
const MOST_BYTES = 3_000_000;

it('the README begins with a moving picture of less than 3 MB, which is shown again and again', async () => {
	const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
	expect(/!\[[^\]]+\]\(([^)]+)\)/.exec(readme)?.[1]).toBe(PICTURE);
	const content = readFileSync(join(ROOT, PICTURE));
	expect(content.length).toBeLessThan(MOST_BYTES);
	const { pages, loop, delay = [] } = await sharp(content, { animated: true }).metadata();
	expect(pages).toBeGreaterThan(50);
	expect(loop).toBe(0);
	const seconds = delay.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000;
	expect(seconds).toBeGreaterThan(8);
	expect(seconds).toBeLessThan(30);
});
