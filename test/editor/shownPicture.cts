/// <reference lib="dom" />
import type { Locator } from 'playwright-core';
import { waitFor } from '../server/fixture/waitFor.cts';

/** n8n changes the pictures of a whole page when its theme changes. */
const CHANGE_LIMIT_MS = 10_000;

/**
 * Waits until an element shows a picture whose address fits.
 *
 * @throws Error that names the picture that is shown, or says that the browser could not load it
 */
export async function waitForPicture(element: Locator, address: RegExp): Promise<void> {
	let last = 'none';
	await waitFor(
		async () => {
			last = await loadedPicture(element.locator('img').first());
			return address.test(last) || undefined;
		},
		{ what: `the picture ${address}`, limitMs: CHANGE_LIMIT_MS, describe: () => `It is ${last}` },
	);
}

async function loadedPicture(image: Locator): Promise<string> {
	return await image.evaluate(async (picture: HTMLImageElement) => {
		await picture.decode();
		return picture.src;
	});
}
