// Screenshots compared pixel by pixel, by a browser, which can read its own PNGs.

import type { Page } from "@playwright/test";

/**
 * Counts the pixels whose luminance differs by more than `luminance`, of 255, in two screenshots.
 * Those of different sizes differ everywhere.
 */
export async function countDifferences(
  page: Page,
  one: Buffer,
  other: Buffer,
  luminance: number,
): Promise<number> {
  const reader = await page.context().newPage();
  try {
    return await reader.evaluate(
      async ({ sources, luminance }) => {
        const [first, second] = await Promise.all(
          sources.map(async (source) => {
            const image = new Image();
            image.src = `data:image/png;base64,${source}`;
            await image.decode();
            const { width, height } = image;
            const canvas = Object.assign(document.createElement("canvas"), {
              width,
              height,
            });
            const context = canvas.getContext("2d");
            context?.drawImage(image, 0, 0);
            return context?.getImageData(0, 0, width, height);
          }),
        );
        if (!first || !second) throw new Error("no canvas");
        if (first.width !== second.width || first.height !== second.height)
          return Infinity;
        const [ours, theirs] = [first.data, second.data];
        const difference = (at: number): number =>
          (ours[at] ?? 0) - (theirs[at] ?? 0);
        let count = 0;
        for (let at = 0; at < ours.length; at += 4) {
          const brighter =
            0.2126 * difference(at) +
            0.7152 * difference(at + 1) +
            0.0722 * difference(at + 2);
          if (Math.abs(brighter) > luminance) count += 1;
        }
        return count;
      },
      {
        sources: [one.toString("base64"), other.toString("base64")],
        luminance,
      },
    );
  } finally {
    await reader.close();
  }
}
