import { writeSync } from 'node:fs';
import { dieWithParent } from '../sockets/parent-death.ts';
import type { KnownBehaviour } from './known-behaviour.ts';
import { nullEcho } from './null-echo.ts';
import { serveUntilTold } from './serve-until-told.ts';
import { type KnownServerReport, REPORT_DESCRIPTOR } from './start-known-server.ts';

/** Entry of a known server's process: `known-server.child.ts BEHAVIOUR-AS-JSON PARENT-PID`. */
const [behaviourJson = '', parentPid = ''] = process.argv.slice(2);
dieWithParent(Number(parentPid));
const behaviour: KnownBehaviour = JSON.parse(behaviourJson);
const converse = { 'null-echo': nullEcho }[behaviour.kind];
const connections = serveUntilTold(converse, (host, port) => tell({ listening: { host, port } }));
tell({ log: { connections } });
process.exit(0);

function tell(report: KnownServerReport): void {
  writeSync(REPORT_DESCRIPTOR, `${JSON.stringify(report)}\n`);
}
