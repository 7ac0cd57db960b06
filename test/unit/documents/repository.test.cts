import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, TEXT_FILES } from './files.cts';

interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly author: { readonly name: string };
	readonly homepage: string;
	readonly repository: { readonly url: string };
	readonly bugs: { readonly url: string };
}

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as Manifest;

/** Where the project lives: the one place is `repository` in package.json, and the rest follows it. */
const REPOSITORY = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** Where the files of its main branch can be fetched. */
const RAW = REPOSITORY.replace('//github.com/', '//raw.githubusercontent.com/') + '/main';

/** Where an example gets one of its images. */
const imageAt = (name: string) => `${RAW}/examples/images/${name}`;

/** Every other file that names the repository, and the addresses in it. */
const PLACES: ReadonlyArray<readonly [file: string, addresses: readonly string[]]> = [
	[
		'nodes/NovitaKling/NovitaKling.node.json',
		[`${REPOSITORY}#readme`, `${REPOSITORY}#credentials`],
	],
	[
		'.github/ISSUE_TEMPLATE/config.yml',
		[`${REPOSITORY}/security/advisories/new`, `${REPOSITORY}/blob/main/docs/troubleshooting.md`],
	],
	['SECURITY.md', [`${REPOSITORY}/security/advisories/new`]],
	['README.md', [`${REPOSITORY}/issues`]],
	['examples/image-to-video.json', [imageAt('dandelion-meadow.jpg')]],
	['examples/convert-photo-to-video.json', [imageAt('dandelion-meadow.jpg')]],
	['examples/iphone-photo-to-video.json', [imageAt('dandelion-clock.heic')]],
	[
		'examples/key-frames-to-clips.json',
		[1, 2, 3, 4].map((number) => imageAt(`key-frame-${number}.jpg`)),
	],
];

/** Addresses of a repository on GitHub that has the name of this one, whoever owns it. */
const repositoryName = REPOSITORY.split('/').at(-1) ?? manifest.name;
const OF_THIS_PROJECT = new RegExp(
	String.raw`https://(?:github|raw\.githubusercontent)\.com/[\w.-]+/(?:${manifest.name}|${repositoryName})(?![\w-])[^\s)"'<>\\]*`,
	'g',
);
const addressesIn = (file: string) => textOf(file).match(OF_THIS_PROJECT) ?? [];

it('package.json names a repository on GitHub, and its own pages there', () => {
	expect(REPOSITORY).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/);
	expect(manifest.homepage).toBe(`${REPOSITORY}#readme`);
	expect(manifest.bugs.url).toBe(`${REPOSITORY}/issues`);
});

it.each(PLACES)('%s leads to the repository of package.json', (file, addresses) => {
	expect(addressesIn(file)).toEqual(addresses);
});

it('no other file names the repository', () => {
	const known = ['package.json', ...PLACES.map(([file]) => file)];
	const others = TEXT_FILES.filter((file) => !known.includes(file));
	expect(others.length).toBeGreaterThan(100);
	expect(others.filter((file) => addressesIn(file).length > 0)).toEqual([]);
});

it('the license names the author of package.json', () => {
	expect(textOf('LICENSE')).toMatch(
		new RegExp(String.raw`^Copyright \(c\) \d{4} ${manifest.author.name}$`, 'm'),
	);
});

it('package-lock.json and the changelog have the version of package.json', () => {
	const lock = JSON.parse(textOf('package-lock.json')) as Manifest & {
		readonly packages: Readonly<Record<string, { readonly version: string }>>;
	};
	expect([lock.version, lock.packages['']?.version]).toEqual([manifest.version, manifest.version]);
	expect(textOf('CHANGELOG.md')).toContain(`\n## [${manifest.version}] - `);
});
