import { dieWithParent } from '../sockets/parent-death.ts';
import { Socket } from '../sockets/socket.ts';
import { converseBlocking } from './blocking/converse-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import type { ConnectionTask } from './connection-task.ts';
import { needsCompany } from './service-obstacle.ts';
import { loadService } from './services/registry.ts';

/** Entry of a process that serves one connection, inherited as descriptor 3, and ends. */
const CONNECTION_DESCRIPTOR = 3;
/** The stream to the parent, where clients hear of each other. */
const LINK_DESCRIPTOR = 4;

const task: ConnectionTask = JSON.parse(process.argv[2] ?? '');
dieWithParent(task.parentPid);
const connection = Socket.fromDescriptor(CONNECTION_DESCRIPTOR);
if (needsCompany(task.service)) {
  const { converseInCompany } = await import('./blocking/converse-in-company.ts');
  await converseInCompany(connection, Socket.fromDescriptor(LINK_DESCRIPTOR), task);
} else {
  const service = await loadService(task.service, task.work);
  const conversation = openConversation(service, connection, task.peer);
  converseBlocking(connection, conversation, task.work.rounds);
}
connection.close();
process.exit(0);
