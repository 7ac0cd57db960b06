/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';

const POINTER_ID = 'drawn-pointer';

/** An arrow as on most screens; its tip is at the upper left. */
const ARROW = `<svg xmlns="http://www.w3.org/2000/svg" width="22" height="30" viewBox="0 0 11 15">
	<path d="M.5.7v11.6l2.7-2.5 1.8 4.3 1.9-.8-1.8-4.2h3.6z" fill="#111" stroke="#fff" stroke-width=".8"/>
</svg>`;

/** Places of the pointer on its way to an element. */
const STEPS = 8;

interface Place {
	readonly x: number;
	readonly y: number;
}

/** A mouse pointer that is part of the page, because a headless browser shows none. */
export class Pointer {
	/** Use `showPointer`. */
	constructor(
		private readonly page: Page,
		private place: Place,
	) {}

	/**
	 * Goes to the middle of an element and clicks there.
	 *
	 * @param afterStep called at each place on the way
	 */
	async click(target: Locator, afterStep: () => Promise<void>): Promise<void> {
		const box = await target.boundingBox();
		if (!box) throw new Error('There is nothing to click');
		const from = this.place;
		const to = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
		for (let step = 1; step <= STEPS; step += 1) {
			// Slower at both ends, as a hand moves it.
			const part = (1 - Math.cos((Math.PI * step) / STEPS)) / 2;
			await this.draw({
				x: from.x + part * (to.x - from.x),
				y: from.y + part * (to.y - from.y),
			});
			await afterStep();
		}
		await this.page.mouse.click(to.x, to.y);
	}

	private async draw(place: Place): Promise<void> {
		await this.page.locator(`#${POINTER_ID}`).evaluate((pointer, { x, y }) => {
			pointer.style.transform = `translate(${x}px, ${y}px)`;
		}, place);
		this.place = place;
	}
}

/** Draws a mouse pointer above everything else in the page, which does not notice it. */
export async function showPointer(page: Page, place: Place): Promise<Pointer> {
	const arrow = { id: POINTER_ID, svg: ARROW, ...place };
	await page.evaluate(({ id, svg, x, y }) => {
		const pointer = document.createElement('div');
		pointer.id = id;
		pointer.innerHTML = svg;
		pointer.style.cssText = `position: fixed; top: 0; left: 0; z-index: 99999; pointer-events: none; transform: translate(${x}px, ${y}px)`;
		document.body.append(pointer);
	}, arrow);
	return new Pointer(page, place);
}
