import type { Finding } from '../../results/checkup.ts';
import { doubtful, fine, type Judge, type Subject, unknown } from './finding.ts';
import type { MachineFacts } from './machine-facts.ts';

/** What the harness runs on, and whether it was tried here. */
export const TOOL_JUDGES: readonly Judge[] = [
  judgePlatform,
  judgeKernel,
  judgeNode,
  judgeSelftest,
  judgeCompiler,
];

const PLATFORM: Subject = {
  name: 'platform',
  why: 'The blocking servers and the exact load engine need POSIX sockets; without them a run leaves them out.',
};

function judgePlatform({ environment, tools: { noPosixSockets } }: MachineFacts): Finding {
  if (noPosixSockets === null)
    return fine(PLATFORM, `${environment.platform}, ${environment.arch}`);
  return doubtful(PLATFORM, 'note', noPosixSockets, 'Measure on Linux, x64 or arm64.');
}

const KERNEL: Subject = {
  name: 'kernel',
  why: 'Without epoll_pwait2 (Linux 5.11) an open loop can wait whole milliseconds only, and sends late.',
};

function judgeKernel({ environment: { platform, kernel } }: MachineFacts): Finding {
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(kernel) ?? [];
  if (platform !== 'linux' || major === '') return unknown(KERNEL, `${platform} ${kernel}`);
  const isNewEnough = Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 11);
  if (isNewEnough) return fine(KERNEL, kernel);
  return doubtful(KERNEL, 'note', kernel, 'Measure open loops on Linux 5.11 or newer.');
}

const NODE: Subject = {
  name: 'Node.js',
  why: 'Half of the servers are Node.js itself: another version is another server.',
};

function judgeNode({ environment: { node }, tools: { pinnedNode } }: MachineFacts): Finding {
  if (pinnedNode === null || pinnedNode === node) return fine(NODE, node);
  return doubtful(
    NODE,
    'note',
    `${node}, the checkout brings ${pinnedNode}`,
    'Run it by the one of the checkout: `npm ci && npx echosounder doctor`.',
  );
}

const SELFTEST: Subject = {
  name: 'selftest',
  why: 'Only servers whose true answer is known show whether the figures of this machine can be trusted.',
};
const SELFTEST_COMMAND = '`npx echosounder selftest` (a minute, on a quiet machine)';

function judgeSelftest({ selftest: { selftest, selftestUnreadable } }: MachineFacts): Finding {
  if (selftestUnreadable !== undefined) {
    const advice = `Move that file away, then ${SELFTEST_COMMAND}`;
    return doubtful(SELFTEST, 'note', `${selftestUnreadable} cannot be read`, advice);
  }
  if (selftest === undefined) {
    return doubtful(SELFTEST, 'note', 'none was run here yet', SELFTEST_COMMAND);
  }
  const { verdict, finishedAt, checks } = selftest;
  const figure = `${verdict}, on ${finishedAt.slice(0, 10)}`;
  if (verdict === 'pass') return fine(SELFTEST, figure);
  const names = checks.filter((check) => check.verdict === verdict).map(({ name }) => name);
  return doubtful(
    SELFTEST,
    verdict === 'fail' ? 'problem' : 'note',
    `${figure}: ${names.join(', ')}`,
    SELFTEST_COMMAND,
  );
}

const COMPILER: Subject = {
  name: 'C compiler',
  why: 'It builds the bare client that the load is measured beside: `npm run bench:engine`, and one check of the selftest.',
};

function judgeCompiler({ tools: { hasCompiler } }: MachineFacts): Finding {
  if (hasCompiler) return fine(COMPILER, 'cc');
  return doubtful(COMPILER, 'note', 'no cc', 'Only if you want that: `sudo apt-get install gcc`.');
}
