import { z } from 'zod';
import { name } from './config-fields.ts';

const PORT_EXPECTED = "expected a port from 1 to 65535, or 'free'";
const EXPRESSION_EXPECTED = 'expected a regular expression';

/** A server that a command starts: what it is called, and how one knows that it is ready. */
export const commandConfig = z.strictObject({
  name,
  /** The program and its arguments, without a shell. `{port}`, `{host}`, `{path}` are filled in. */
  command: z.array(z.string().min(1)).min(1).max(1000),
  /** From the folder in which echosounder is started. */
  cwd: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  /** The port that it listens on, or `free`: it is told one, as `{port}` and as PORT. */
  port: z
    .union([z.literal('free'), z.number()], { error: PORT_EXPECTED })
    .refine(isPort, PORT_EXPECTED)
    .default('free'),
  /** When it takes a connection, or when it prints a line that matches. */
  ready: z
    .union(
      [
        z.literal('port'),
        z.strictObject({ line: z.string().refine(isExpression, EXPRESSION_EXPECTED) }),
      ],
      { error: "expected 'port' or { line: 'a regular expression' }" },
    )
    .default('port'),
});

function isPort(port: 'free' | number): boolean {
  return port === 'free' || (Number.isInteger(port) && port >= 1 && port <= 65_535);
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
