/** What makes one built-in server of a scenario differ from another. */
export interface ServerVariant {
  readonly strategy: string;
  readonly distribution?: string | undefined;
  readonly workers?: number | string | undefined;
}

/** The name of a server in plans and reports: `event-loop`, `cluster/reuse-port/4-workers`. */
export function labelServer({ strategy, distribution, workers }: ServerVariant): string {
  return [strategy, distribution, workers === undefined ? undefined : `${workers}-workers`]
    .filter((part) => part !== undefined)
    .join('/');
}
