import { describe, test } from 'vitest';
import { type Doubt, expectDoubt, expectNoDoubt, type NoDoubt, within } from './expect-doubt.ts';

describe('a machine is doubted', () => {
  test.each<Doubt>([
    [
      'that opens few files',
      'open files',
      within('limits', { openFilesMax: 4095 }),
      'note',
      /^4095 /,
      /prlimit --pid \$\$/,
    ],
    [
      'that opens hardly a file',
      'open files',
      within('limits', { openFilesMax: 256 }),
      'problem',
      /^256 /,
      /prlimit --pid \$\$/,
    ],
    [
      'whose listen queues are short',
      'listen queue',
      within('environment', { somaxconn: 128 }),
      'problem',
      /somaxconn 128, .* 511/,
      /sysctl -w net\.core\.somaxconn=4096/,
    ],
    [
      'that has few ports',
      'ports',
      within('limits', { localPorts: 4000 }),
      'note',
      /^4000, 12 sockets/,
      /ip_local_port_range/,
    ],
    [
      'whose ports are partly taken',
      'ports',
      within('network', { timeWaitSockets: 3000 }),
      'note',
      /3000 sockets in TIME_WAIT/,
      /Wait for a minute/,
    ],
    [
      'whose ports are mostly taken',
      'ports',
      within('network', { timeWaitSockets: 20_000 }),
      'problem',
      /20000 sockets/,
      /Wait for a minute/,
    ],
    [
      'whose receive buffers are small',
      'receive buffer',
      within('network', { receiveBufferMaxBytes: 212_992 }),
      'note',
      /rmem_max 208 KiB, .* 4 MiB/,
      /rmem_max=4194304/,
    ],
  ])('%s', expectDoubt);
});

describe('a machine is not doubted', () => {
  test.each<NoDoubt>([
    [
      'for the queue that servers ask for',
      'listen queue',
      within('environment', { somaxconn: 511 }),
    ],
    ['for having no limit of open files', 'open files', within('limits', { openFilesMax: null })],
  ])('%s', expectNoDoubt);
});
