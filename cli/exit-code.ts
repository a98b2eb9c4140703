/** What the caller of a command learns from its exit code. */
export const EXIT = {
  ok: 0,
  regression: 1,
  /** A check of the selftest failed. */
  failed: 1,
  usage: 2,
  /** Inconclusive, invalid or incomplete: there is no sound result. */
  unsound: 3,
  output: 4,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
