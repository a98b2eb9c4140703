import { workerData } from 'node:worker_threads';
import { loadKoffiFrom } from '../sockets/libc.ts';
import { Socket } from '../sockets/socket.ts';
import { converseBlocking } from './blocking/converse-blocking.ts';
import { openConversation } from './blocking/open-conversation.ts';
import type { BlockingTask } from './connection-task.ts';
import { loadService } from './services/registry.ts';

export interface ThreadTask extends BlockingTask {
  /** Lent by the main thread, as the link is: it closes both when this thread has ended. */
  readonly descriptor: number;
}

/** Entry of a thread that serves one connection and ends. */
const task: ThreadTask = workerData;
loadKoffiFrom(task.koffiFile);
const connection = Socket.fromDescriptor(task.descriptor);
if (task.linkDescriptor === null) {
  const service = await loadService(task.service, task.work);
  const conversation = openConversation(service, connection, task.peer);
  converseBlocking(connection, conversation, task.work.rounds);
} else {
  const { converseInCompany } = await import('./blocking/converse-in-company.ts');
  const link = Socket.fromDescriptor(task.linkDescriptor);
  await converseInCompany(connection, link, task);
  link.release();
}
endStream();
connection.release(); // forget the number without closing it

/** The client should learn now that we are done, not only when this thread has been taken apart. */
function endStream(): void {
  try {
    connection.shutdown('write');
  } catch {
    // ENOTCONN: the client has gone already.
  }
}
