import { type Claim, type Demo, figure, type Story } from './demo.ts';
import { type DatagramLossValues, measureDatagramLoss } from './experiments/datagram-loss.ts';
import { showBytes, showCounter, showMs } from './figures.ts';

export const datagramLoss: Demo<DatagramLossValues> = {
  name: 'datagram-loss',
  summary: 'datagrams that nobody receives in time are gone, and nobody is told',
  intro:
    'A sender sends numbered datagrams over UDP to a receiver that is busy and does not read. Then the receiver reads all that is there.',
  measure: measureDatagramLoss,
  tell,
  check,
};

function tell(values: DatagramLossValues): Story {
  const { datagrams, datagramBytes, received, resent, timeoutMs } = values;
  return {
    seen: [
      figure(`datagrams of ${datagramBytes} bytes sent`, datagrams),
      figure('sends that reported an error', datagrams - values.sentWithoutError),
      figure('received', received),
      figure('lost', datagrams - received),
      figure('receive buffer of the socket', showBytes(values.bufferBytes)),
      figure('counted by the kernel (RcvbufErrors)', showCounter(values.receiveBufferErrors)),
      'The receive buffer was full, and the kernel threw away the rest. The sender saw only success; the receiver saw only those that came. The counter is one for the whole network namespace: nobody learns which they were.',
      'Then the sender closed its socket.',
      figure(`a receive with a time-out of ${showMs(timeoutMs)}`, values.afterTheLast),
      'UDP has no end of the data either: a receiver cannot tell a sender that has finished from one whose datagrams were lost. Without a time-out it would wait for ever.',
      figure('sent again until acknowledged: received', `${resent.receivedOnce} of ${datagrams}`),
      figure('rounds that this took', resent.rounds),
      figure('datagrams sent for it', resent.sent),
    ],
    lesson:
      'A datagram arrives whole or not at all, and neither end is told. The only sign of a loss is that something does not come, and only a clock can notice that.',
    cure: 'Number the datagrams, acknowledge them, and send again after a time-out what was not acknowledged. Send no faster than the receiver reads, or most of what is sent again is lost again. A larger SO_RCVBUF holds a longer burst, not a faster sender. Or take TCP, which does all of this.',
  };
}

function check(values: DatagramLossValues): Claim[] {
  const { datagrams, received, receiveBufferErrors, resent } = values;
  return [
    { claim: 'every send succeeds', holds: values.sentWithoutError === datagrams },
    { claim: 'some datagrams are lost', holds: received > 0 && received < datagrams },
    {
      claim: 'the kernel counts each that it threw away',
      holds: receiveBufferErrors === null || receiveBufferErrors >= datagrams - received,
    },
    {
      claim: 'the receiver does not see the end',
      holds: values.afterTheLast === 'timed out',
    },
    {
      claim: 'all arrive where they are sent until acknowledged',
      holds: resent.receivedOnce === datagrams,
    },
  ];
}
