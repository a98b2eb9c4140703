#!/usr/bin/env node
// Plain JavaScript, so that an older Node.js reads it far enough to say that it is too old.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `echosounder needs Node.js 24.12 or newer, this is ${process.versions.node}: in a checkout, run it with npx after npm ci`,
  );
  process.exit(2);
}
// Stripping types takes longer than all else at the start; the processes we start inherit the cache.
const folder = new URL('../node_modules/.cache/echosounder-compile', import.meta.url);
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(folder);
module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import('../cli/main.ts');
