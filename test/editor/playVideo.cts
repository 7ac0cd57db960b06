/// <reference lib="dom" />
import type { Locator } from 'playwright-core';

/**
 * Plays a video up to a moment and stops it there. It is not enough to jump to it: n8n serves a file only from
 * its beginning, so a browser cannot jump before it has the whole file.
 *
 * @returns the position in seconds
 * @throws Error if the browser cannot play it
 */
export async function playVideo(video: Locator, untilSeconds: number): Promise<number> {
	return await video.evaluate(async (element: HTMLVideoElement, until: number) => {
		const reached = new Promise<void>((resolve, reject) => {
			element.addEventListener('timeupdate', () => element.currentTime >= until && resolve());
			element.addEventListener('error', () => reject(new Error(element.error?.message)));
		});
		await element.play();
		await reached;
		element.pause();
		return element.currentTime;
	}, untilSeconds);
}
