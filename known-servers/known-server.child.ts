import { writeSync } from 'node:fs';
import { dieWithParent } from '../sockets/parent-death.ts';
import { createBehaviour } from './create-behaviour.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { serveUntilTold } from './serve-until-told.ts';
import { type KnownServerReport, REPORT_DESCRIPTOR } from './start-known-server.ts';

/** Entry of a known server's process: `known-server.child.ts BEHAVIOUR-AS-JSON PARENT-PID`. */
const [behaviourJson = '', parentPid = ''] = process.argv.slice(2);
dieWithParent(Number(parentPid));
const told: KnownBehaviour = JSON.parse(behaviourJson);
const behaviour = createBehaviour(told);
const connections = serveUntilTold(behaviour, (host, port) => tell({ listening: { host, port } }));
tell({ log: { busyNs: [], freeze: null, ...behaviour.log?.(), connections } });
process.exit(0);

function tell(report: KnownServerReport): void {
  writeSync(REPORT_DESCRIPTOR, `${JSON.stringify(report)}\n`);
}
