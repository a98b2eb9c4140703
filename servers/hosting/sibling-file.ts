import { fileURLToPath } from 'node:url';

/**
 * The path of a file beside the module that asks. Its extension is the module's own: `.ts` where
 * Node.js runs the sources, `.js` where they were compiled.
 */
export function siblingFile(moduleUrl: string, name: string): string {
  const extension = moduleUrl.slice(moduleUrl.lastIndexOf('.'));
  return fileURLToPath(new URL(`${name}${extension}`, moduleUrl));
}
