import { connect } from 'node:net';
import { dieWithParent } from '../../sockets/parent-death.ts';

/** A client in a process of its own: it connects and says nothing, until somebody ends it. */
const [port = '', parentPid = ''] = process.argv.slice(2);
dieWithParent(Number(parentPid)); // it will be stopped, and could not notice by itself
connect(Number(port), '127.0.0.1').on('error', () => process.exit(1));
