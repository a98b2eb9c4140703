#!/usr/bin/env node
// Plain JavaScript, so that an older Node.js reads it far enough to say that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `echosounder needs Node.js 24.12 or newer, this is ${process.versions.node}: in a checkout, run it with npx after npm ci`,
  );
  process.exit(2);
}
await import('../cli/main.ts');
