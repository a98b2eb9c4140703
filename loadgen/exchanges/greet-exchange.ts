import type { Exchange } from './exchange.ts';

/** A greeting longer than this is no greeting. */
const GREETING_MAX_BYTES = 64 * 1024;

/** What every greeting of a trial must be; the first one decides when nobody said. */
export interface ExpectedGreeting {
  text: string | null;
}

/** Listens until the server hangs up; what it said must be the same every time. */
export function createGreetExchange(expected: ExpectedGreeting): Exchange {
  let heard = '';

  return {
    request: null,
    receive(chunk, length) {
      heard += chunk.toString('latin1', 0, length);
      return heard.length > GREETING_MAX_BYTES ? 'refused' : 'more';
    },
    endOfStream() {
      expected.text ??= heard;
      return heard === expected.text ? 'done' : 'refused';
    },
    explain: () => ({
      kind: 'corrupt',
      message: `the greeting was ${JSON.stringify(heard.slice(0, 60))}, not ${JSON.stringify(expected.text)}`,
    }),
  };
}
