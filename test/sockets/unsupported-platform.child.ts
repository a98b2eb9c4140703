/** Pretends to be another platform, imports everything, and prints what using it says. */
const [, , platform, arch] = process.argv;
Object.defineProperty(process, 'platform', { value: platform });
Object.defineProperty(process, 'arch', { value: arch });

const { Socket } = await import('../../sockets/socket.ts');
const { Epoll } = await import('../../sockets/epoll.ts');
const { currentCpus } = await import('../../sockets/cpu-affinity.ts');
const { processCpuTimeNs } = await import('../../sockets/process-clock.ts');
const { dieWithParent } = await import('../../sockets/parent-death.ts');
const { hostName } = await import('../../sockets/names.ts');
const { unsupportedReason } = await import('../../sockets/libc.ts');

const uses: (() => unknown)[] = [
  () => Socket.create('inet', 'stream'),
  () => Socket.fromDescriptor(0),
  () => Epoll.create(),
  () => currentCpus(),
  () => processCpuTimeNs(1),
  () => dieWithParent(),
  () => hostName(),
];
const said: unknown[] = [unsupportedReason()];
for (const use of uses) {
  try {
    said.push(`worked: ${String(use())}`);
  } catch (error) {
    said.push(error instanceof Error ? error.message : error);
  }
}
process.stdout.write(JSON.stringify(said));
