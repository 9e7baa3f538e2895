// Writes a .gz and a .br beside each file of the built console that gets smaller by it, so that the
// server only copies bytes.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../../../target/console', import.meta.url));
const packed = /\.(js|css|svg|json)$/;

for (const name of readdirSync(root, { recursive: true })) {
  const path = join(root, name);
  if (!statSync(path).isFile() || !packed.test(name)) {
    continue;
  }
  const bytes = readFileSync(path);
  const smaller = {
    gz: gzipSync(bytes, { level: 9 }),
    br: brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  };
  for (const [kind, made] of Object.entries(smaller)) {
    if (made.length < bytes.length) {
      writeFileSync(`${path}.${kind}`, made);
    }
  }
}
