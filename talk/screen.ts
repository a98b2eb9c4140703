/** Where a conversation is typed and shown. */
export interface Screen {
  /** What the user says, line by line; ends with their input, and when the screen is closed. */
  readonly lines: AsyncIterator<string>;
  readonly isInteractive: boolean;
  /** Resolves when the user breaks it off (Ctrl-C), or nobody reads any more what is shown. */
  readonly abandoned: Promise<'interrupted' | 'unread'>;
  /** What the server said, cleaned. False when the reader is slow: `onceDrained` tells when to go on. */
  show(text: string): boolean;
  /** What happens around the words, cleaned: who comes, who leaves. */
  aside(sentence: string): void;
  onceDrained(goOn: () => void): void;
  /** What we have to say ourselves. */
  say(sentence: string): void;
  /** Asks for the next line. */
  prompt(): void;
  close(): void;
}

export interface ScreenStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
}
