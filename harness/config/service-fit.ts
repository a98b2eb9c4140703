import type { Workload } from '../../results/trial.ts';

type WorkloadKind = Workload['kind'];

/** Services that speak by themselves and hang up; all others answer what a client sends. */
const SPEAKS_FIRST: readonly string[] = ['greet', 'hang-up'];

/** The service that a workload is made for. */
export function defaultService(workload: WorkloadKind): string {
  if (workload === 'chat') return 'chat';
  return workload === 'greet' ? 'greet' : 'echo';
}

/** Why a workload can't be put to a service, or null when it can. */
export function whyUnfit(service: string, workload: WorkloadKind): string | null {
  if (workload === 'stream' && service !== 'echo') {
    return `a stream is echoed block by block, and the ${service} service does not just echo: take the service echo`;
  }
  if (workload === 'chat' || service === 'chat') {
    if (workload === service) return null;
    return workload === 'chat'
      ? `the ${service} service tells no client what another says, and that is what a chat is: take the service chat`
      : `the chat service tells what a client says to the others: its workload is chat, not ${workload}`;
  }
  const listens = workload === 'greet';
  if (SPEAKS_FIRST.includes(service) === listens) return null;
  return listens
    ? `the ${service} service says nothing by itself, and clients of the greet workload only listen: take the service greet or hang-up`
    : `the ${service} service answers no message: its workload is greet, not ${workload}`;
}
