/** Of one character, in font sizes: more than the common fonts have on average, so that texts never meet. */
export const WIDTH_OF_CHAR = 0.62;

/** There is no screen to measure on. The library's own guess fits one narrow font. */
export function measureText(text: string, font = ''): { width: number } {
  const sizePx = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  return { width: [...text].length * WIDTH_OF_CHAR * sizePx };
}
