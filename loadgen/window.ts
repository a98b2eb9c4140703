/** What of a load is measured, in nanoseconds since the share's origin. */
export interface Window {
  /** When scheduled load starts, and with it the warm-up. */
  readonly scheduleStartNs: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly drainEndNs: number;
}
