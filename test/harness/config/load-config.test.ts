import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../harness/config/load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'echosounder-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const right = JSON.stringify({
  name: 'x',
  scenarios: [{ name: 'a', question: 'q', workload: { kind: 'greet' }, load: { loop: 'closed' } }],
});

describe('a config file', () => {
  test('is imported as Node.js runs it, and checked', async () => {
    const file = write(
      'right.config.ts',
      `const config: object = ${right};\nexport default config;`,
    );
    expect(await loadConfig(file)).toMatchObject({ name: 'x', repetitions: 5 });
  });

  test('that is a folder is told as one', async () => {
    await expect(loadConfig(folder)).rejects.toThrow(/it is a folder: name the file in it/);
  });

  test('that is not there is told by the name it was given', async () => {
    const file = join(folder, 'absent.config.ts');
    await expect(loadConfig(file)).rejects.toThrow(/absent\.config\.ts: .*there is no such file/s);
  });

  test('that is there under the same name in JavaScript is told as that', async () => {
    write('other.config.mjs', 'export default 1');
    const file = join(folder, 'other.config.ts');
    await expect(loadConfig(file)).rejects.toThrow(/take --config .*other\.config\.mjs/s);
  });

  test('without a default export is told what to write', async () => {
    const file = write('named.config.ts', `export const config = ${right};`);
    await expect(loadConfig(file)).rejects.toThrow(/export default defineBench/);
  });

  test('that does not parse is told what the parser found', async () => {
    const file = write('broken.config.ts', 'export default { name: ');
    await expect(loadConfig(file)).rejects.toThrow(/broken\.config\.ts: .*can't be imported/s);
  });

  test('that throws is told what it threw', async () => {
    const file = write('throwing.config.mjs', "throw new Error('no luck today');");
    await expect(loadConfig(file)).rejects.toThrow(/can't be imported: no luck today/);
  });

  test('whose content is wrong is told with its own name', async () => {
    const file = write('wrong.config.mjs', 'export default { name: 7 };');
    await expect(loadConfig(file)).rejects.toThrow(/wrong\.config\.mjs: 2 problems/);
  });
});
