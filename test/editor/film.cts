/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

/** For the pictures of the video; those in which little has changed lose nothing (`mixed`). */
const QUALITY = 82;

/** Browsers show no picture of an animation for a shorter time. */
const SHORTEST_MS = 20;

/** How fast a video plays while it is filmed: slow enough for many pictures of it, also on a busy machine. */
const PLAYBACK_RATE = 0.15;

interface Picture {
	readonly image: Buffer;
	readonly durationMs: number;
}

/**
 * A moving picture of a page. It is put together from pictures of its steps, each with its own time, so that a
 * busy machine does not slow it down.
 */
export class Film {
	private readonly pictures: Picture[] = [];

	constructor(private readonly page: Page) {}

	/** Takes a picture of the page as it is now, which the film shows for so long. */
	async take(durationMs: number): Promise<void> {
		this.pictures.push({ image: await this.picture(), durationMs });
	}

	/** Takes pictures again and again until an element is there, but no more than the film has room for. */
	async takeUntil(element: Locator, durationMs: number, most: number): Promise<void> {
		for (let taken = 0; taken < most && !(await element.isVisible()); taken += 1) {
			await this.take(durationMs);
		}
	}

	/** Slows a video down, so that `takeVideo` can follow it. */
	async slowDown(video: Locator): Promise<void> {
		await video.evaluate((element: HTMLVideoElement, rate) => {
			element.playbackRate = rate;
		}, PLAYBACK_RATE);
	}

	/** Takes pictures of a slow video while it plays up to a moment; the film shows it at its own speed. */
	async takeVideo(video: Locator, untilSeconds: number): Promise<void> {
		let shown = 0;
		while (shown < untilSeconds) {
			const image = await this.picture();
			const now = await video.evaluate((element: HTMLVideoElement) => element.currentTime);
			const durationMs = Math.max(Math.round((now - shown) * 1000), SHORTEST_MS);
			this.pictures.push({ image, durationMs });
			shown = now;
		}
	}

	/** Writes the film as an animated WebP, which begins again at its end. */
	async save(path: string): Promise<void> {
		const images = this.pictures.map(({ image }) => image);
		const delay = this.pictures.map(({ durationMs }) => durationMs);
		await sharp(images, { join: { animated: true }, limitInputPixels: false })
			.webp({ delay, loop: 0, quality: QUALITY, mixed: true })
			.toFile(path);
	}

	private async picture(): Promise<Buffer> {
		return await this.page.screenshot({ caret: 'initial' });
	}
}
