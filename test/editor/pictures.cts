import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { REPOSITORY_FOLDER } from '../server/fixture/pack.cts';

/** Set to 1, it lets a run of the tests renew the README's pictures. */
const UPDATE_VARIABLE = 'UPDATE_PICTURES';

const ARTIFACTS_FOLDER = join(REPOSITORY_FOLDER, 'test-artifacts', 'editor');

/** Where the README's pictures are. */
export const README_FOLDER = join(REPOSITORY_FOLDER, 'docs', 'images');

/** Whether this run of the tests renews the README's pictures. */
export const RENEWS_PICTURES = process.env[UPDATE_VARIABLE] === '1';

/** Pixels around an element, so that its picture has a margin. */
const MARGIN = 12;

async function save(shown: Page | Locator, folder: string, name: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const path = join(folder, `${name}.png`);
	// A moving spinner or a fading message would make the picture of every run different.
	const options = { path, animations: 'disabled' } as const;
	if (!('boundingBox' in shown)) {
		await shown.screenshot(options);
		return;
	}
	// A list that is just opening grows: this waits until it stands still.
	await shown.scrollIntoViewIfNeeded();
	const box = await shown.boundingBox();
	if (!box) throw new Error(`Nothing is visible for the picture ${name}`);
	const clip = {
		x: Math.max(0, box.x - MARGIN),
		y: Math.max(0, box.y - MARGIN),
		width: box.width + 2 * MARGIN,
		height: box.height + 2 * MARGIN,
	};
	await shown.page().screenshot({ ...options, clip });
}

/** Keeps a screenshot for people to see: `test-artifacts/editor/<name>.png`. */
export async function takePicture(shown: Page | Locator, name: string): Promise<void> {
	await save(shown, ARTIFACTS_FOLDER, name);
}

/** A screenshot that the README shows: `docs/images/<name>.png`, only renewed with `UPDATE_PICTURES=1`. */
export async function takeReadmePicture(shown: Page | Locator, name: string): Promise<void> {
	await takePicture(shown, `readme-${name}`);
	if (RENEWS_PICTURES) await save(shown, README_FOLDER, name);
}

/** Does something in the page; if it goes wrong, what the page showed is kept as `failed-<name>.png`. */
export async function watched<T>(page: Page, name: string, action: () => Promise<T>): Promise<T> {
	try {
		return await action();
	} catch (error) {
		await takePicture(page, `failed-${name.replaceAll(' ', '-')}`).catch(() => undefined);
		throw error;
	}
}
