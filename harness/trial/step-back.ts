import { SocketError } from '../../sockets/socket-error.ts';
import { SLICE_MAX_NS, setThreadScheduling } from '../../sockets/thread-scheduling.ts';

/**
 * Lets the load go first where the harness has to share its CPU: what there is to look at can wait
 * until the load sleeps. Gives the way back, because servers started later inherit what is set here.
 * Linux only; where the kernel refuses, nothing is changed.
 */
export function stepBack(): () => void {
  try {
    setThreadScheduling({ policy: 'batch', sliceNs: SLICE_MAX_NS });
  } catch (error) {
    if (error instanceof SocketError) return () => {};
    throw error;
  }
  return () => setThreadScheduling({ policy: 'other', sliceNs: 'default' });
}
