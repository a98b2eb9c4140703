import type { ChatDeliveries } from './chat-result.ts';

/**
 * expected = delivered + lost + failed + unfinished. A result that breaks it is a fault of the
 * harness, and no figure in it can be believed.
 */
export function assertDeliveries(deliveries: ChatDeliveries): void {
  const { expected, delivered, lost, failed, unfinished } = deliveries;
  const settled = delivered + lost + failed + unfinished;
  if (settled === expected) return;
  throw new Error(
    `the deliveries do not add up: ${expected} expected, ${settled} accounted for (${JSON.stringify(deliveries)})`,
  );
}
