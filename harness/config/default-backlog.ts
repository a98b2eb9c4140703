/** Connections that may wait for accept at a server of ours, as Node.js itself has it. */
export const DEFAULT_BACKLOG = 511;
