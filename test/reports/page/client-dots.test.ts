import { describe, expect, test } from 'vitest';
import { renderClientDots } from '../../../reports/page/client-dots.ts';
import type { CellConnections } from '../../../stats/cell-summary.ts';

describe('the picture of the clients', () => {
  test('has a mark for each of them, in the shape of what became of it', () => {
    const picture = renderClientDots(makeConnections({ served: 1, starved: 60 }));
    expect(countMarks(picture)).toEqual([1, 60, 3]);
    expect(picture).toContain(
      'Of 64 clients: 1 served (filled), 60 starved: connected, and never answered (rings), 3 turned away (crosses).',
    );
  });

  test('tells those hung up on after one answer from those served', () => {
    const picture = renderClientDots(makeConnections({ served: 64, oneReplyEach: true }));
    expect(picture).toContain('64 answered once, then hung up on (barred)');
    expect(picture).not.toContain('fill="currentColor"');
  });

  test('of thousands has no more than 64 marks, and leaves out nobody’s fate', () => {
    const picture = renderClientDots(
      makeConnections({ attempted: 10_000, served: 9_990, starved: 10 }),
    );
    expect(countMarks(picture).reduce((sum, marks) => sum + marks, 0)).toBe(64);
    expect(countMarks(picture)[1]).toBe(1);
    expect(picture).toContain('A mark stands for 156.');
  });

  test('is nothing where no trial was complete', () => {
    expect(renderClientDots(makeConnections({ attempted: 0, served: 0 }))).toBe('');
  });
});

function makeConnections(changes: Partial<CellConnections>): CellConnections {
  return {
    attempted: 64,
    served: 64,
    starved: 0,
    closedByServer: 0,
    oneReplyEach: false,
    ...changes,
  };
}

/** Each mark moves to its middle first. */
function countMarks(picture: string): number[] {
  return [...picture.matchAll(/ d="([^"]*)"/g)].map(([, d = '']) => d.split('M').length - 1);
}
