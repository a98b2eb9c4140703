/** How a server that is not built in is started, in any language; plain data. */
export interface ServerCommand {
  readonly name: string;
  /** The program and its arguments, no shell. `{port}`, `{host}` and `{path}` are filled in. */
  readonly command: readonly string[];
  readonly cwd?: string;
  /** Added to our own environment, with the same places filled in; PORT is set anyway. */
  readonly env?: Readonly<Record<string, string>>;
  /** `free` chooses one that nobody listens on. Of no use to a unix socket. */
  readonly port: number | 'free';
  /**
   * `port`: it is ready when it takes a connection (a datagram), which the probe makes: one client
   * more than the load. `line`: when it prints a line that matches, on either stream; the groups
   * `address` and `port` of the expression tell where it listens, if that is not as it was told.
   */
  readonly ready: 'port' | { readonly line: string };
}
