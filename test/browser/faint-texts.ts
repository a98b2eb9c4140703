import type { Page } from 'playwright-core';
import { contrastOf } from './contrast.ts';

/** How some texts of the page look, and one of them. */
interface TextLook {
  readonly color: string;
  readonly opacity: number;
  /** The nearest opaque colour behind it. */
  readonly ground: string;
  readonly example: string;
}

/** WCAG 2.2, 1.4.3: text of any size that can be read. */
const CONTRAST_MIN = 4.5;

/** Runs in the page: every look once, of texts in the page and in its drawings. */
const LIST_LOOKS = `
  const groundOf = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    const isClear = backgroundColor === 'rgba(0, 0, 0, 0)' && element.parentElement !== null;
    return isClear ? groundOf(element.parentElement) : backgroundColor;
  };
  const opacityOf = (element) => element === null
    ? 1
    : Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement);
  const looks = new Map();
  for (const element of document.body.querySelectorAll('*:not(script, style, title, desc)')) {
    const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const example = own.map(({ data }) => data).join('').trim();
    if (example === '' || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const isDrawn = element.closest('svg') !== null;
    const look = {
      color: isDrawn ? style.fill : style.color,
      opacity: opacityOf(element) * (isDrawn ? Number(style.fillOpacity) : 1),
      ground: groundOf(element),
      example,
    };
    looks.set([look.color, look.opacity, look.ground].join(), look);
  }
  [...looks.values()];
`;

/** Texts that are too faint, by their colour, opacity and ground: where axe can't tell, as well. */
export async function findFaintTexts(page: Page): Promise<readonly TextLook[]> {
  const looks = await page.evaluate<readonly TextLook[]>(LIST_LOOKS);
  if (looks.length < 2) throw new Error('the page has hardly any text');
  return looks.filter(({ color, opacity, ground }) => {
    return contrastOf(color, ground, opacity) < CONTRAST_MIN;
  });
}
