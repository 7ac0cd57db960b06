/// <reference lib="dom" />
import type { Locator } from 'playwright-core';

/** The visible texts below an element that do not fit, so that a user sees only a part. */
export async function cutOffTexts(root: Locator): Promise<string[]> {
	return await root.evaluate((rootElement) => {
		/** Half a pixel is the rounding of a fractional size. */
		const tolerance = 1;
		const isClipped = (element: Element): boolean => {
			const { overflowX, overflowY } = getComputedStyle(element);
			const tooWide = element.scrollWidth > element.clientWidth + tolerance;
			const tooHigh = element.scrollHeight > element.clientHeight + tolerance;
			const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
			return (tooWide && clips(overflowX)) || (tooHigh && clips(overflowY));
		};
		const ownText = (element: Element): string => {
			if (element instanceof HTMLInputElement) return element.value;
			const texts = Array.from(element.childNodes).filter(
				(child) => child.nodeType === Node.TEXT_NODE,
			);
			return texts.map((text) => text.textContent?.trim() ?? '').join('');
		};
		return Array.from(rootElement.querySelectorAll('*'))
			.filter((element) => element.checkVisibility() && ownText(element) !== '')
			.filter((element) => element.clientWidth > tolerance && isClipped(element))
			.map(ownText);
	});
}
