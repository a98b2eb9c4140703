import type { CellConnections } from '../../stats/cell-summary.ts';
import { countOf } from '../text/format.ts';

const DOTS_MAX = 64;
const DOTS_PER_ROW = 16;
const STEP = 14;

/** What became of the clients, a shape for each fate; nothing where there is no complete trial. */
export function renderClientDots(connections: CellConnections): string {
  if (connections.attempted < 1) return '';
  const fates = listFates(connections);
  const attempted = Math.round(connections.attempted);
  const dots = shareDots(fates, attempted);
  const rows = Math.ceil(dots.length / DOTS_PER_ROW);
  const words = `Of ${countOf(attempted, 'client')}: ${fates.map(({ count, fate }) => `${count} ${FATE_WORDS[fate]}`).join(', ')}`;
  const scale =
    attempted > DOTS_MAX ? ` A mark stands for ${Math.round(attempted / DOTS_MAX)}.` : '';
  const shapes = Map.groupBy(
    dots.map((fate, index) => ({ fate, index })),
    ({ fate }) => fate,
  );
  const paths = [...shapes].map(([fate, places]) => {
    const d = places.map(({ index }) => {
      const x = (index % DOTS_PER_ROW) * STEP + STEP / 2;
      const y = Math.floor(index / DOTS_PER_ROW) * STEP + STEP / 2;
      return `M${x} ${y}${SHAPES[fate]}`;
    });
    return `<path${fate === 'served' ? ' fill="currentColor"' : ''} d="${d.join('')}"/>`;
  });
  return [
    `<svg class="dots" viewBox="0 0 ${DOTS_PER_ROW * STEP} ${rows * STEP}" role="img" aria-label="${words}">`,
    `<g fill="none" stroke="currentColor" stroke-width="1.4">${paths.join('')}</g></svg>`,
    `<p class="fates">${words}.${scale}</p>`,
  ].join('');
}

type Fate = 'served' | 'hung-up' | 'starved' | 'turned-away';

const FATE_WORDS = {
  served: 'served (filled)',
  'hung-up': 'answered once, then hung up on (barred)',
  starved: 'starved: connected, and never answered (rings)',
  'turned-away': 'turned away (crosses)',
} as const satisfies Record<Fate, string>;

/** From the middle of a mark. */
const SHAPES = {
  served: 'm-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  'hung-up': 'm-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0zh9',
  starved: 'm-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  'turned-away': 'm-3.5 -3.5l7 7m0 -7l-7 7',
} as const satisfies Record<Fate, string>;

interface Fated {
  readonly fate: Fate;
  readonly count: number;
}

function listFates(connections: CellConnections): readonly Fated[] {
  const { attempted, oneReplyEach } = connections;
  const served = Math.round(connections.served);
  const starved = Math.round(connections.starved);
  const rest = Math.max(0, Math.round(attempted) - served - starved);
  const all = [
    { fate: oneReplyEach ? 'hung-up' : 'served', count: served },
    { fate: 'starved', count: starved },
    { fate: 'turned-away', count: rest },
  ] as const;
  return all.filter(({ count }) => count > 0);
}

/** A mark per client; of more clients than marks the shares, where nobody's fate is left out. */
function shareDots(fates: readonly Fated[], attempted: number): readonly Fate[] {
  const total = Math.min(attempted, DOTS_MAX);
  const most = Math.max(...fates.map(({ count }) => count));
  const frequent = fates.findIndex(({ count }) => count === most);
  const marks = fates.map(({ count }) => Math.max(1, Math.round((count * total) / attempted)));
  const others = marks.reduce((sum, each, index) => (index === frequent ? sum : sum + each), 0);
  return fates.flatMap(({ fate }, index) => {
    const length = index === frequent ? total - others : (marks[index] ?? 0);
    return Array.from({ length }, () => fate);
  });
}
