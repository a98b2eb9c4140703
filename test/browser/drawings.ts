import type { Page } from 'playwright-core';

/** A chart as it stands on the screen. */
export interface Drawing {
  readonly title: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Shapes with an extent. */
  readonly shapes: number;
  readonly texts: number;
  /** Texts that stick out of the drawing, where they are cut. */
  readonly cut: readonly string[];
  /** Pairs of texts of which one stands on the other. */
  readonly covered: readonly string[];
}

/** Runs in the page. */
const LOOK_AT_DRAWINGS = `
  const sticksOut = (inner, outer) =>
    inner.left < outer.left - 1 || inner.right > outer.right + 1 ||
    inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
  const isOn = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3;
  [...document.querySelectorAll('figure svg')].map((svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    const shapes = [...svg.querySelectorAll('path, rect, circle, ellipse, line, polyline, polygon')]
      .map((shape) => shape.getBoundingClientRect())
      .filter(({ width, height }) => width + height > 0);
    return {
      title: svg.querySelector('title')?.textContent ?? '',
      widthPx: frame.width,
      heightPx: frame.height,
      shapes: shapes.length,
      texts: texts.length,
      cut: texts
        .filter((_, index) => sticksOut(boxes[index], frame))
        .map(({ textContent }) => textContent),
      covered: texts.flatMap((text, index) =>
        texts
          .filter((_, other) => other < index && isOn(boxes[index], boxes[other]))
          .map((other) => text.textContent + ' / ' + other.textContent)),
    };
  });
`;

/** Every chart of the page, with what can be folded away unfolded. */
export async function lookAtDrawings(page: Page): Promise<readonly Drawing[]> {
  await unfoldAll(page);
  return await page.evaluate<readonly Drawing[]>(LOOK_AT_DRAWINGS);
}

export async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(`
    for (const details of document.querySelectorAll('details')) details.open = true;
  `);
}
