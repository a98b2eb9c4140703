import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const moduleOf = (name: string) =>
  new URL(`../../../loadgen/recording/${name}.ts`, import.meta.url).href;

/** A warm-up long enough to be compiled, then a window: what V8 throws away is on standard output. */
const PROGRAM = `
  import { Recorder } from ${JSON.stringify(moduleOf('recorder'))};
  import { rehearseRecorder } from ${JSON.stringify(moduleOf('rehearse-recorder'))};
  if (process.argv[1] === 'rehearsed') rehearseRecorder();
  const recorder = new Recorder(1e9);
  let atNs = 7e9;
  const talk = (messages) => {
    for (let i = 0; i < messages; i += 1) {
      atNs += 20_000;
      recorder.sent(atNs);
      recorder.answered(atNs, atNs + 10_000, atNs + 90_000);
    }
  };
  talk(20_000);
  recorder.setWindow({ scheduleStartNs: atNs, startNs: atNs, endNs: atNs + 1e9, drainEndNs: 9e9 });
  console.log('the window opens');
  talk(20_000);
`;

function thrownAwayInWindow(how: 'rehearsed' | 'cold'): string[] {
  const flags = ['--trace-deopt', '--no-concurrent-recompilation', '--input-type=module'];
  const output = execFileSync(process.execPath, [...flags, '-e', PROGRAM, how], {
    encoding: 'utf8',
  });
  const [, inWindow = ''] = output.split('the window opens');
  return inWindow.split('\n').filter((line) => /bailout.*Insufficient type feedback/.test(line));
}

test('a recorder that was rehearsed is not compiled anew when the window opens', () => {
  expect(thrownAwayInWindow('cold').length).toBeGreaterThan(0);
  expect(thrownAwayInWindow('rehearsed')).toEqual([]);
});
