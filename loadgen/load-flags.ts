/** What Node.js is told when a load process is started: to let it collect garbage when it likes to. */
export const LOAD_FLAGS: readonly string[] = ['--expose-gc'];
