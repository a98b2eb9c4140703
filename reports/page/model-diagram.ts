import { escapeHtml } from './escape-html.ts';
import type { ModelPicture, StrategyModel } from './strategy-models.ts';

/**
 * Who accepts, who serves, who waits where, in the page's own colour: a filled dot is a client that
 * is served, a ring one that waits; a frame is a process, a tinted box in it a thread.
 */
export function drawModel(model: StrategyModel, id: string): string {
  const title = `Accepts: ${model.accepts}. Serves: ${model.serves}. Clients wait ${model.waits}.`;
  return [
    `<svg class="model" viewBox="0 0 340 132" role="img" aria-labelledby="${id}"><title id="${id}">${escapeHtml(title)}</title>`,
    '<g fill="none" stroke="currentColor" stroke-width="1.2" font-size="11">',
    ...drawFrames(model.picture),
    ...drawArrivals(model.picture),
    ...drawWorkers(model.picture),
    drawBox(HUB, model.picture.hub.lines, model.picture.hub.loop),
    '</g></svg>',
  ].join('');
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MIDDLE = 56;
const HUB: Box = { x: 104, y: 36, width: 94, height: 40 };
const WORKERS: readonly Box[] = [6, 43, 80].map((y) => ({ x: 228, y, width: 72, height: 26 }));
const CLIENT_X = 26;
const RADIUS = 5;

function drawFrames({ workers }: ModelPicture): readonly string[] {
  if (workers?.in === 'own-process') return [HUB, ...WORKERS].map((box) => frame(box, 5));
  if (workers === undefined) return [frame(HUB, 7)];
  return [frame({ x: HUB.x, y: 8, width: 196, height: 96 }, 7)];
}

/** Clients at the left: those the hub serves, those that knock, and the listen queue. */
function drawArrivals({ hub, queued }: ModelPicture): readonly string[] {
  if (hub.serves === 0) return [dot(CLIENT_X, MIDDLE, false), line(36, MIDDLE, HUB.x - 7, MIDDLE)];
  const served = Array.from({ length: hub.serves }, (_, index) => {
    const y = MIDDLE + (index - (hub.serves - 1) / 2) * 22;
    return `${dot(CLIENT_X, y, true)}${line(36, y, HUB.x - 7, MIDDLE)}`;
  });
  if (queued === 0) return served;
  const rings = Array.from({ length: queued }, (_, index) => dot(20 + index * 17, 100, false));
  return [
    ...served,
    ...rings,
    '<rect x="9" y="90" width="73" height="20" rx="3" stroke-dasharray="3 3"/>',
    '<path d="M82 100H126V86"/>',
    label(45, 126, 'listen queue'),
  ];
}

function drawWorkers({ workers }: ModelPicture): readonly string[] {
  if (workers === undefined) return [];
  return WORKERS.map((box) => {
    const y = box.y + box.height / 2;
    const clients = Array.from({ length: workers.clientsEach }, (_, index) =>
      dot(318 + index * 15, y, true),
    );
    const from = HUB.x + HUB.width;
    return `${line(from, MIDDLE, box.x, y)}${drawBox(box, [workers.line], workers.loop)}${clients.join('')}`;
  });
}

function drawBox({ x, y, width, height }: Box, lines: readonly string[], loop?: true): string {
  const middle = x + (width - (loop ? 12 : 0)) / 2;
  const first = y + height / 2 + 4 - (lines.length - 1) * 7;
  const turn =
    loop === true
      ? `<path d="M${x + width - 8} ${y + height / 2 - 5}a5 5 0 1 1 -6 1m0 -4v4h4"/>`
      : '';
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="currentColor" fill-opacity=".1"/>`,
    ...lines.map((text, index) => label(middle, first + index * 14, text)),
    turn,
  ].join('');
}

function frame({ x, y, width, height }: Box, gap: number): string {
  return `<rect x="${x - gap}" y="${y - gap}" width="${width + 2 * gap}" height="${height + 2 * gap}" rx="6" stroke-width="2.4"/>`;
}

function dot(x: number, y: number, isServed: boolean): string {
  return `<circle cx="${x}" cy="${y}" r="${RADIUS}"${isServed ? ' fill="currentColor"' : ''}/>`;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${x1} ${y1}L${x2} ${y2}"/>`;
}

function label(x: number, y: number, text: string): string {
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="currentColor" stroke="none">${escapeHtml(text)}</text>`;
}
