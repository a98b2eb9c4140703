import { loadKoffiFrom } from '../sockets/libc.ts';
import { dieWithParent } from '../sockets/parent-death.ts';
import { Socket } from '../sockets/socket.ts';
import { converseBlocking } from './blocking/converse-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import type { BlockingTask } from './connection-task.ts';
import { loadService } from './services/registry.ts';

/** Entry of a process that serves one connection, inherited as descriptor 3, and ends. */
const CONNECTION_DESCRIPTOR = 3;

const task: BlockingTask = JSON.parse(process.argv[2] ?? '');
loadKoffiFrom(task.koffiFile);
dieWithParent(task.parentPid);
const connection = Socket.fromDescriptor(CONNECTION_DESCRIPTOR);
if (task.linkDescriptor === null) {
  const service = await loadService(task.service, task.work);
  const conversation = openConversation(service, connection, task.peer);
  converseBlocking(connection, conversation, task.work.rounds);
} else {
  const { converseInCompany } = await import('./blocking/converse-in-company.ts');
  await converseInCompany(connection, Socket.fromDescriptor(task.linkDescriptor), task);
}
connection.close();
process.exit(0);
