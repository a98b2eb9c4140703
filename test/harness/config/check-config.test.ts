import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import bench from '../../../bench.config.ts';
import { ConfigError, checkConfig } from '../../../harness/config/check-config.ts';
import { problemsOf } from './problems-of.ts';

const scenario = {
  name: 'a',
  question: 'Why?',
  workload: { kind: 'conversation' },
  load: { loop: 'closed' },
} as const;

function withScenario(changes: object): object {
  return { name: 'x', scenarios: [{ ...scenario, ...changes }] };
}

describe('a server that a command starts', () => {
  const problems = (entry: object): string[] => problemsOf(withScenario({ strategies: [entry] }));

  test('is told what is wrong with it, and not what is wrong with another kind of entry', () => {
    const right = { name: 'mine', command: ['./server'] };
    expect(problems(right)).toEqual([]);
    expect(problems({ ...right, prot: 80 })).toEqual([
      "scenarios[0].strategies[0].prot: unknown key: did you mean 'port'?",
    ]);
    expect(problems({ ...right, port: 0 })).toEqual([
      "scenarios[0].strategies[0].port: expected a port from 1 to 65535, or 'free', received 0",
    ]);
    expect(problems({ ...right, ready: { line: '(' } })[0]).toContain('a regular expression');
    expect(problems({ strategy: 'event-loop', wrokers: 2 })).toEqual([
      "scenarios[0].strategies[0].wrokers: unknown key: did you mean 'workers'?",
    ]);
  });

  test('has a name of its own', () => {
    expect(problems({ name: 'event-loop', command: ['./server'] })).toEqual([
      "scenarios[0].strategies[0].name: 'event-loop' is a built-in strategy: give this server another name",
    ]);
  });
});

describe('a config that is right', () => {
  test('streams blocks of 64 KiB, 16 on their way, unless it says otherwise', () => {
    const depthOf = (workload: object, load: object) => {
      const [checked] = checkConfig(withScenario({ workload, load }), 'x').scenarios;
      return checked?.load.loop === 'closed' ? [checked.workload, checked.load.depth] : null;
    };
    const stream = { kind: 'stream', payloadBytes: 65_536 };
    expect(depthOf({ kind: 'stream' }, { loop: 'closed' })).toEqual([stream, 16]);
    expect(depthOf({ kind: 'stream', payloadBytes: 9 }, { loop: 'closed', depth: 2 })).toEqual([
      { kind: 'stream', payloadBytes: 9 },
      2,
    ]);
  });

  test('gets every default, so that the result says all that a run depends on', () => {
    expect(checkConfig(withScenario({}), 'x')).toEqual({
      name: 'x',
      repetitions: 5,
      seed: 1,
      server: { backlog: 511, workers: null },
      work: { duration: 500_000 },
      engine: 'auto',
      loadThreads: null,
      scenarios: [
        {
          name: 'a',
          question: 'Why?',
          strategies: 'all',
          service: 'echo',
          transport: 'tcp',
          host: '127.0.0.1',
          workload: { kind: 'conversation', payloadBytes: 64 },
          load: { loop: 'closed', connections: 64, depth: 1, thinkTime: 0 },
          firstReplyWait: 15e9,
          warmup: 3e8,
          measure: 1e9,
          drain: 5e8,
          timeout: 1e10,
        },
      ],
    });
  });

  test('writes durations and counts as people do', () => {
    const checked = checkConfig(
      withScenario({
        warmup: '1.5s',
        load: {
          loop: 'open',
          connections: '2k',
          offeredRatesPerSec: ['20k', 500],
          keep: 'p99.9 < 5ms',
        },
      }),
      'x',
    );
    expect(checked.scenarios[0]).toMatchObject({
      warmup: 1_500_000_000,
      load: {
        connections: 2000,
        offeredRatesPerSec: [20_000, 500],
        arrivals: 'poisson',
        keep: { figure: 'p99.9', belowNs: 5_000_000 },
      },
    });
  });

  test('is what the repository itself runs', () => {
    expect(checkConfig(bench, 'bench.config.ts').scenarios.length).toBeGreaterThan(0);
  });
});

describe('a config that is wrong', () => {
  test('is told all of its problems at once, whatever their kind', () => {
    const config = {
      name: 'x',
      repititions: 3,
      seed: -1,
      scenarios: [
        { ...scenario, strategies: ['event-lop'], measure: 'soon' },
        { ...scenario, service: 'ecko', load: { loop: 'closed', conections: 3 } },
      ],
    };
    expect(problemsOf(config).sort()).toEqual([
      "repititions: unknown key: did you mean 'repetitions'?",
      'scenarios[0].measure: expected a duration such as 500ms, 10s or 2m, received "soon"',
      "scenarios[0].strategies[0]: no strategy is called 'event-lop': did you mean 'event-loop'?",
      "scenarios[1].load.conections: unknown key: did you mean 'connections'?",
      "scenarios[1].name: another scenario is called 'a'",
      "scenarios[1].service: no service is called 'ecko': did you mean 'echo'?",
      'seed: Too small: expected number to be >=0, received -1',
    ]);
  });

  test.each([
    [{ mesure: '1s' }, 'scenarios[0].mesure', 'measure'],
    [
      { workload: { kind: 'churn', payloadByte: 1 } },
      'scenarios[0].workload.payloadByte',
      'payloadBytes',
    ],
    [{ load: { loop: 'closed', dept: 1 } }, 'scenarios[0].load.dept', 'depth'],
    [
      { strategies: [{ strategy: 'cluster', workrs: 2 }] },
      'scenarios[0].strategies[0].workrs',
      'workers',
    ],
  ])('%j: a misspelled key is told with the nearest one', (changes, path, nearest) => {
    expect(problemsOf(withScenario(changes))).toEqual([
      `${path}: unknown key: did you mean '${nearest}'?`,
    ]);
  });

  test('a key that is like no other is told with those that are known there', () => {
    expect(problemsOf({ ...withScenario({}), server: { colour: 1 } })).toEqual([
      'server.colour: unknown key: known are backlog, workers',
    ]);
  });

  test.each([
    [
      { workload: { kind: 'conversatoin' } },
      /workload\.kind: .*received "conversatoin"; did you mean 'conversation'/,
    ],
    [{ load: { loop: 'cloosed' } }, /load\.loop: .*received "cloosed"; did you mean 'closed'/],
    [{ load: {} }, /load\.loop: expected one of closed, open, received nothing/],
    [{ transport: 'tpc' }, /transport: .*received "tpc"; did you mean 'tcp'/],
    [{ strategies: 'al' }, /strategies: expected 'all' or a list of strategies, received "al"/],
    [{ strategies: [] }, /strategies/],
    [
      { strategies: [{ strategy: 'cluster', distribution: 'reuse-prt' }] },
      /distribution: .*did you mean 'reuse-port'/,
    ],
    [{ name: 'Big Name' }, /name: expected a name of small letters.*received "Big Name"/],
    [{ measure: '0s' }, /measure: expected a duration longer than zero, received "0s"/],
    [{ measure: '11m' }, /measure: expected a duration of at most 10m, received "11m"/],
    [{ drain: '61m' }, /drain: expected a duration of at most 60m/],
    [{ load: { loop: 'closed', depth: 1.5 } }, /depth: expected a whole number, received 1\.5/],
    [
      { load: { loop: 'closed', connections: 0 } },
      /connections: expected a count from 1 to 100000, received 0/,
    ],
    [
      { load: { loop: 'open', offeredRatesPerSec: [1], keep: 'p98<5ms' } },
      /load\.keep: expected a bound such as p99<5ms: .*, received "p98<5ms"/,
    ],
    [{ load: { loop: 'open', offeredRatesPerSec: [1], keep: 5 } }, /keep: expected a bound/],
    [
      { load: { loop: 'open', offeredRatesPerSec: ['lots'] } },
      /offeredRatesPerSec\[0\]: .*received "lots"/,
    ],
  ])('%j: the value that was received is shown, and the nearest that is valid', (changes, told) => {
    const problems = problemsOf(withScenario(changes));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(told);
  });

  test('nothing that would make two cells one is accepted', () => {
    expect(problemsOf(withScenario({ strategies: ['event-loop', 'event-loop'] }))).toEqual([
      "scenarios[0].strategies[1]: 'event-loop' is there twice",
    ]);
    const load = { loop: 'open', offeredRatesPerSec: ['5k', 5000] };
    expect(problemsOf(withScenario({ load }))).toEqual([
      'scenarios[0].load.offeredRatesPerSec[1]: 5000 is there twice',
    ]);
  });

  test('the same strategy with other workers is another server', () => {
    const strategies = [2, 4].map((workers) => ({ strategy: 'cluster', workers }));
    expect(problemsOf(withScenario({ strategies }))).toEqual([]);
  });

  test('the error names the file, and counts problems where there are several', () => {
    expect(() => checkConfig(withScenario({ colour: 1 }), 'my.config.ts')).toThrow(
      /^my\.config\.ts: scenarios\[0\]\.colour: unknown key/,
    );
    expect(() => checkConfig({}, 'my.config.ts')).toThrow(/^my\.config\.ts: 2 problems\n {2}name/);
  });
});

describe('a problem is told once, in words that fit', () => {
  test.each([
    [{ load: null }, 'scenarios[0].load: expected object, received null'],
    [
      { measure: 3 },
      'scenarios[0].measure: expected a duration such as 500ms, 10s or 2m, received 3',
    ],
    [
      { load: { loop: 'closed', depth: 'x' } },
      'scenarios[0].load.depth: expected a count from 1 to 1024, received "x"',
    ],
    [{ conections: 3 }, "scenarios[0].conections: unknown key: did you mean 'load.connections'?"],
    [{ thinkTime: '1s' }, "scenarios[0].thinkTime: unknown key: did you mean 'load.thinkTime'?"],
  ])('%j', (changes, told) => {
    expect(problemsOf(withScenario(changes))).toEqual([told]);
  });

  test('what is absent is not called undefined as well', () => {
    expect(problemsOf(undefined)).toEqual(['the config: expected object, received nothing']);
  });

  test('twenty are shown, the others are counted', () => {
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`zzzzzzzzz${i}`, i]));
    const config = { ...withScenario({}), ...many };
    expect(problemsOf(config)).toHaveLength(25);
    expect(() => checkConfig(config, 'x')).toThrow(
      /^x: 25 problems(\n {2}zzz.*){20}\n {2}and 5 more$/,
    );
  });
});

describe('a service and a workload', () => {
  test.each([
    ['greet', 'conversation'],
    ['hang-up', 'churn'],
    ['echo', 'greet'],
    ['work', 'greet'],
    ['chat', 'conversation'],
  ])('%s and %s cannot meet, and that is told before anything runs', (service, kind) => {
    const problems = problemsOf(withScenario({ service, workload: { kind } }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`scenarios[0].service: the ${service} service`);
  });

  test('without a service the workload has the one it is made for', () => {
    const checked = checkConfig(withScenario({ workload: { kind: 'greet' } }), 'x');
    expect(checked.scenarios[0]?.service).toBe('greet');
  });
});

describe('a chat', () => {
  const load = { loop: 'open', offeredRatesPerSec: [100] };

  test('has as many connections as members, and the service that it is made for', () => {
    const workload = { kind: 'chat', rooms: 2, membersPerRoom: 30 };
    const [checked] = checkConfig(withScenario({ workload, load }), 'x').scenarios;
    expect(checked).toMatchObject({
      service: 'chat',
      workload: { ...workload, speakersPerRoom: 1, payloadBytes: 64, slowReaders: 0 },
      load: { connections: 60 },
    });
  });

  test.each([
    [
      { load: { ...load, connections: 64 } },
      'scenarios[0].load.connections: expected nothing, because the members of a chat follow from its rooms (10 here), received 64',
    ],
    [
      { load: { loop: 'closed' } },
      'scenarios[0].load.loop: expected \'open\', because what is said in a chat has no reply to wait for, received "closed"',
    ],
    [
      { workload: { kind: 'chat', membersPerRoom: 4, speakersPerRoom: 5 } },
      'scenarios[0].workload.speakersPerRoom: expected at most 4 speakers in a room of 4 members, received 5',
    ],
    [
      { workload: { kind: 'chat', membersPerRoom: 4, slowReaders: 3 } },
      'scenarios[0].workload.slowReaders: expected at most 2 slow readers: speakers read, and each speaks to somebody who does, received 3',
    ],
    [
      { workload: { kind: 'chat', membersPerRoom: 4, payloadBytes: 9 } },
      'scenarios[0].workload.payloadBytes: expected 16 to 65000 bytes: what is said bears its sequence and its speaker, received 9',
    ],
    [
      { workload: { kind: 'chat', rooms: 5000, membersPerRoom: 50 } },
      'scenarios[0].workload.rooms: expected rooms of 50 members with 100000 members at most in all of them, received 5000',
    ],
  ])('that contradicts itself is refused, one line each (%#)', (changes, problem) => {
    const workload = { kind: 'chat', membersPerRoom: 10 };
    expect(problemsOf(withScenario({ workload, load, ...changes }))).toEqual([problem]);
  });

  test('that says its number of connections rightly may', () => {
    const workload = { kind: 'chat', membersPerRoom: 10 };
    expect(problemsOf(withScenario({ workload, load: { ...load, connections: 10 } }))).toEqual([]);
  });
});

describe('a hostile config', () => {
  test('a getter that throws is told in a sentence', () => {
    const config = {
      name: 'x',
      get scenarios() {
        throw new Error('not today');
      },
    };
    expect(problemsOf(config)).toEqual(["it can't be read, and should be plain data: not today"]);
  });

  test('a proxy that throws what has no name is told in a sentence', () => {
    const refuse = (): never => {
      throw Object.create(null);
    };
    const config = new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse });
    expect(problemsOf(config)).toHaveLength(1);
  });

  test('keys that every object has are unknown keys like any other', () => {
    const config = JSON.parse(
      '{"name":"x","__proto__":{"seed":2},"scenarios":[{"name":"a","question":"q","constructor":1,"workload":{"kind":"greet"},"load":{"loop":"closed"}}]}',
    );
    const problems = problemsOf(config);
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).toMatch(/__proto__: unknown key/);
    expect(problems.join('\n')).toMatch(/scenarios\[0\]\.constructor: unknown key/);
  });

  test.each(['__proto__', 'constructor', 'toString', ''])(
    "no strategy or service is called '%s'",
    (name) => {
      expect(problemsOf(withScenario({ strategies: [name], service: name }))).toHaveLength(2);
    },
  );

  test.each([
    [`${'9'.repeat(400)}s`, 1e308],
    ['1e9s', Number.POSITIVE_INFINITY],
    ['-1s', Number.NaN],
    [1n, '99999999999999999999'],
  ])('the duration %s and the count %s are refused in a line each', (measure, connections) => {
    const problems = problemsOf(withScenario({ measure, load: { loop: 'closed', connections } }));
    expect(problems).toHaveLength(2);
    for (const problem of problems) expect(problem.length).toBeLessThan(250);
  });

  test('a config that holds itself is refused, not followed', () => {
    const config: Record<string, unknown> = { name: 'x' };
    config.scenarios = config;
    expect(problemsOf(config)[0]).toMatch(/^scenarios: /);
  });

  test.each([null, undefined, 7, 'text', [], () => {}])(
    '%s is refused with a sentence',
    (config) => {
      expect(problemsOf(config).length).toBeGreaterThan(0);
    },
  );

  test('whatever it is, it is accepted or refused with problems, never met with another error', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (part) => {
        for (const config of [
          part,
          { name: part, scenarios: [part] },
          withScenario({ load: part }),
        ]) {
          try {
            checkConfig(config, 'x');
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
