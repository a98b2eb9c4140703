import { type Claim, type Demo, figure, type Story } from './demo.ts';
import {
  type AddressInUseValues,
  measureAddressInUse,
  type Restart,
} from './experiments/address-in-use.ts';

export const addressInUse: Demo<AddressInUseValues> = {
  name: 'address-in-use',
  summary: 'why a server cannot start again on its own port, and what SO_REUSEADDR does',
  intro:
    'First two servers want the same port at the same time. Then a server serves one client and ends, and a new one starts on its port at once: a restart.',
  measure: measureAddressInUse,
  tell,
  check,
};

const RESTARTS = {
  clientFirst: { closedFirst: 'client', oldReuses: false, newReuses: false },
  plain: { closedFirst: 'server', oldReuses: false, newReuses: false },
  newOnly: { closedFirst: 'server', oldReuses: false, newReuses: true },
  both: { closedFirst: 'server', oldReuses: true, newReuses: true },
} as const;

function tell(values: AddressInUseValues): Story {
  const { plain, bothReuseAddress, bothReusePort } = values.whileListening;
  const restart = (kind: keyof typeof RESTARTS) => find(values, kind);
  return {
    seen: [
      'While the first server listens, the second one:',
      figure('without options', show(plain)),
      figure('SO_REUSEADDR on both', show(bothReuseAddress)),
      figure('SO_REUSEPORT on both', show(bothReusePort)),
      'EADDRINUSE is "address already in use". SO_REUSEADDR does not let two servers share a port. SO_REUSEPORT does: the kernel then spreads the clients over them.',
      'After the first server has ended, the second one:',
      figure('the client had closed first', show(restart('clientFirst')?.outcome)),
      figure('the server had closed first', show(restart('plain')?.outcome)),
      figure('connections left in TIME_WAIT', restart('plain')?.inTimeWait ?? 0),
      figure('SO_REUSEADDR on the new one only', show(restart('newOnly')?.outcome)),
      figure('SO_REUSEADDR on both', show(restart('both')?.outcome)),
      'No server was left, and still the address was in use: whoever closes a connection first keeps it for a minute in TIME_WAIT, so that late packets of it do not end up in a new one. Until then its port is taken.',
    ],
    lesson:
      'A server that hangs up first leaves connections in TIME_WAIT, and they hold its port for a minute after it has ended. A crash or a restart under load does the same.',
    cure: 'Set SO_REUSEADDR before every bind of a server, from the first start on: on Linux the old server must have set it too. Every server of echosounder does.',
  };
}

function check(values: AddressInUseValues): Claim[] {
  const { plain, bothReuseAddress, bothReusePort } = values.whileListening;
  const outcomeOf = (kind: keyof typeof RESTARTS) => find(values, kind)?.outcome;
  return [
    {
      claim: 'two servers cannot listen on one port, SO_REUSEADDR or not',
      holds: plain === 'EADDRINUSE' && bothReuseAddress === 'EADDRINUSE',
    },
    { claim: 'with SO_REUSEPORT they can', holds: bothReusePort === null },
    {
      claim: 'a server that closed first leaves a connection in TIME_WAIT',
      holds: (find(values, 'plain')?.inTimeWait ?? 0) > 0,
    },
    {
      claim: 'then a restart fails, and it does not where the client closed first',
      holds: outcomeOf('plain') === 'EADDRINUSE' && outcomeOf('clientFirst') === null,
    },
    {
      claim: 'SO_REUSEADDR on both servers lets it succeed',
      holds: outcomeOf('both') === null,
    },
  ];
}

function find({ restarts }: AddressInUseValues, kind: keyof typeof RESTARTS): Restart | undefined {
  const { closedFirst, oldReuses, newReuses } = RESTARTS[kind];
  return restarts.find(
    (restart) =>
      restart.closedFirst === closedFirst &&
      restart.oldReuses === oldReuses &&
      restart.newReuses === newReuses,
  );
}

function show(code: string | null | undefined): string {
  if (code === undefined) return 'not tried';
  return code === null ? 'started' : `refused, ${code}`;
}
