import type { Converse } from './converse.ts';

/**
 * The null server: what remains of a measurement when the server does next to nothing. A load can
 * be no faster than against it, and no response time can be read below its.
 */
export const nullEcho: Converse = (answer) => (bytes, count) => answer(bytes, 0, count);
