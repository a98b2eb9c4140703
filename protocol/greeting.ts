/** What the `greet` service says to whoever connects, and what its load must hear. */
export const GREETING = 'Thank you for connecting';
