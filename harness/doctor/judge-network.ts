import { RECEIVE_BUFFER_BYTES } from '../../loadgen/receive-buffer.ts';
import type { Finding } from '../../results/checkup.ts';
import { DEFAULT_BACKLOG } from '../config/default-backlog.ts';
import { doubtful, fine, type Judge, type Subject, unknown } from './finding.ts';
import { formatBytes } from './format-bytes.ts';
import type { MachineFacts } from './machine-facts.ts';

/** What the kernel grants to sockets. */
export const NETWORK_JUDGES: readonly Judge[] = [
  judgeOpenFiles,
  judgeListenQueue,
  judgePorts,
  judgeReceiveBuffer,
];

const OPEN_FILES_MIN = 1_024;
const OPEN_FILES_NOTED = 4_096;
const OPEN_FILES_WANTED = 65_536;
/** `churn` at 1,000 connections per second keeps 60,000 ports in TIME_WAIT. */
const PORTS_NOTED = 16_000;
const TIME_WAIT_SHARE_NOTED = 0.1;
const TIME_WAIT_SHARE_MAX = 0.5;

const OPEN_FILES: Subject = {
  name: 'open files',
  why: 'Each connection is one at either end; a load that needs more is refused.',
};

function judgeOpenFiles({ limits: { openFilesMax }, environment }: MachineFacts): Finding {
  if (openFilesMax === null) {
    return environment.platform === 'linux'
      ? fine(OPEN_FILES, 'no limit')
      : unknown(OPEN_FILES, 'the limit can be read on Linux only');
  }
  const figure = `${openFilesMax} for each process`;
  if (openFilesMax >= OPEN_FILES_NOTED) return fine(OPEN_FILES, figure);
  return doubtful(
    OPEN_FILES,
    openFilesMax < OPEN_FILES_MIN ? 'problem' : 'note',
    figure,
    `Raise it for this shell: \`sudo prlimit --pid $$ --nofile=${OPEN_FILES_WANTED}:${OPEN_FILES_WANTED}\`.`,
  );
}

const LISTEN_QUEUE: Subject = {
  name: 'listen queue',
  why: 'The kernel cuts a longer backlog to this without a word; who finds the queue full tries again a second later.',
};

function judgeListenQueue({ environment: { somaxconn } }: MachineFacts): Finding {
  if (somaxconn === null) return unknown(LISTEN_QUEUE, 'its limit can be read on Linux only');
  const figure = `net.core.somaxconn ${somaxconn}, servers here ask for ${DEFAULT_BACKLOG}`;
  if (somaxconn >= DEFAULT_BACKLOG) return fine(LISTEN_QUEUE, figure);
  return doubtful(LISTEN_QUEUE, 'problem', figure, '`sudo sysctl -w net.core.somaxconn=4096`');
}

const PORTS: Subject = {
  name: 'ports',
  why: 'Each connection to one address takes one, and a closed one keeps it for a minute (TIME_WAIT).',
};

function judgePorts({ limits: { localPorts }, network }: MachineFacts): Finding {
  if (localPorts === null) return unknown(PORTS, 'their range can be read on Linux only');
  const { timeWaitSockets } = network;
  const waiting = timeWaitSockets === null ? '' : `, ${timeWaitSockets} sockets in TIME_WAIT`;
  const figure = `${localPorts}${waiting}`;
  const waitingShare = (timeWaitSockets ?? 0) / Math.max(1, localPorts);
  if (waitingShare > TIME_WAIT_SHARE_NOTED) {
    const verdict = waitingShare > TIME_WAIT_SHARE_MAX ? 'problem' : 'note';
    return doubtful(PORTS, verdict, figure, 'Wait for a minute, and look again: `ss -s`.');
  }
  if (localPorts >= PORTS_NOTED) return fine(PORTS, figure);
  return doubtful(
    PORTS,
    'note',
    figure,
    '`sudo sysctl -w net.ipv4.ip_local_port_range="10240 65535"`',
  );
}

const RECEIVE_BUFFER: Subject = {
  name: 'receive buffer',
  why: 'Datagrams that find it full are lost: the load would blame the server for replies it had no room for.',
};

function judgeReceiveBuffer({ network: { receiveBufferMaxBytes } }: MachineFacts): Finding {
  if (receiveBufferMaxBytes === null) {
    return unknown(RECEIVE_BUFFER, 'its limit can be read on Linux only');
  }
  const wanted = formatBytes(RECEIVE_BUFFER_BYTES);
  const figure = `net.core.rmem_max ${formatBytes(receiveBufferMaxBytes)}, the load asks for ${wanted}`;
  if (receiveBufferMaxBytes >= RECEIVE_BUFFER_BYTES) return fine(RECEIVE_BUFFER, figure);
  return doubtful(
    RECEIVE_BUFFER,
    'note',
    figure,
    `For loads of datagrams: \`sudo sysctl -w net.core.rmem_max=${RECEIVE_BUFFER_BYTES}\`.`,
  );
}
