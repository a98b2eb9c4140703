import { styleText } from 'node:util';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: 'bold' | 'dim' | 'yellow' | 'green' | 'red', text: string) => string;

export function createPaint(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}
