import { formatEdge } from './format.ts';

/** The spans of time between edges, with what is beyond them at either end: `< 1 ms`, `1 ms – 2 ms`. */
export function labelBins(edgesNs: readonly number[]): readonly string[] {
  return Array.from({ length: edgesNs.length + 1 }, (_, bin) => {
    const [from, to] = [edgesNs[bin - 1], edgesNs[bin]];
    if (from === undefined) return to === undefined ? '' : `< ${formatEdge(to)}`;
    return to === undefined ? `≥ ${formatEdge(from)}` : `${formatEdge(from)} – ${formatEdge(to)}`;
  });
}
