import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { PAGES, ROOT } from './files.cts';

/** The text of a page without its blocks of code. */
const textOf = (page: string) =>
	readFileSync(join(ROOT, page), 'utf8').replace(/^```[^]*?^```/gm, '');

/** The anchors of a page, as GitHub makes them of its headings. */
const anchorsOf = (page: string) =>
	[...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);

/** Where a page leads to within the project: links and pictures. */
const linksOf = (page: string) =>
	[...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target = '']) => target)
		.filter((target) => !/^[a-z]+:/.test(target));

it.each(PAGES)('%s leads to files and headings that exist', (page) => {
	for (const link of linksOf(page)) {
		const [path = '', anchor] = link.split('#');
		const file = path === '' ? page : normalize(join(dirname(page), path));
		expect([link, existsSync(join(ROOT, file))]).toEqual([link, true]);
		if (anchor !== undefined) expect(anchorsOf(file)).toContain(anchor);
	}
});

it('the node leads to headings of the README', () => {
	expect(anchorsOf('README.md')).toContain('credentials');
});
