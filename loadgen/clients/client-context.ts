import type { DeliveryRecorder } from '../chat/delivery-recorder.ts';
import type { Clock } from '../clock.ts';
import type { Client, LoadLoop } from '../load-loops/load-loop.ts';
import type { LoadPlan } from '../load-plan.ts';
import type { Mismatch } from '../recording/mismatch.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { Carrier } from './connection.ts';

/** The code under which a message fails whose reply was wrong. */
export const FAILED_VERIFICATION = 'FAILED_VERIFICATION';

/** What every client of a thread works with. */
export interface ClientContext {
  readonly plan: LoadPlan;
  readonly clock: Clock;
  readonly recorder: Recorder;
  /** Null for a load that is no chat. */
  readonly deliveries: DeliveryRecorder | null;
  readonly loop: LoadLoop;
  readonly carrier: Carrier;
  /** Ends the trial: the server answered wrongly. */
  readonly reportMismatch: (kind: Mismatch, message: string) => void;
}

/** A client that has connections. */
export interface ConnectedClient extends Client {
  /** Messages sent and not answered. */
  readonly inFlight: number;
  /** Whether it ever had a reply. */
  readonly served: boolean;
  /** Opens what it needs before the load starts. */
  open(): void;
  /** Whether opening is over, with success or without. */
  readonly opened: boolean;
  /** The measured window is over, and what was due in it has left as far as there was room. */
  windowEnded?(nowNs: number): void;
  /** Books what is still in flight and closes everything. */
  finish(nowNs: number): void;
}
