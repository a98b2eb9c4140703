/** What a connection for one exchange hears. */
export interface Exchange {
  /** Said when connected; null for a server that speaks first. */
  readonly request: Buffer | null;
  /** `done` when the exchange is complete; `refused` when a wrong byte came. */
  receive(chunk: Buffer, length: number): 'more' | 'done' | 'refused';
  /** The server hung up in good order: is that how this exchange ends? */
  endOfStream(): 'done' | 'refused' | 'early';
  explain(): { kind: 'corrupt' | 'duplicated' | 'reordered'; message: string };
}
