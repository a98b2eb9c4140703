import { styleText } from 'node:util';

export type PaintStyle = 'bold' | 'dim' | 'yellow' | 'green' | 'red';
/** Colours a text, or leaves it as it is. */
export type Paint = (style: PaintStyle, text: string) => string;

export function createPaint(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}
