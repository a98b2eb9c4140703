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
      // Who hangs up without a word has not greeted, unless that is what was asked for.
      if (expected.text === null && heard === '') return 'early';
      expected.text ??= heard;
      return heard === expected.text ? 'done' : 'refused';
    },
    explain: () => ({
      kind: 'corrupt',
      message:
        heard.length > GREETING_MAX_BYTES
          ? `the greeting has more than ${GREETING_MAX_BYTES} bytes and no end`
          : `the greeting was ${JSON.stringify(heard.slice(0, 60))}, not ${JSON.stringify(expected.text?.slice(0, 60))}`,
    }),
  };
}
