// What a browser loads before it can show a page, gzipped: the entry and all that the page's module
// imports. Fails when a page is over its budget.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../../../target/console/', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}manifest.json`, 'utf8'));
const officer = ['search', 'conversation', 'timeline', 'hold', 'export', 'approval', 'retention', 'trail',
  'call', 'recording', 'archive', 'proof'];
const limits = { officer: 350, other: 600 };
const sizes = new Map();

function kilobytes(file) {
  if (!sizes.has(file)) {
    const path = root + file;
    const bytes = existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`) : gzipSync(readFileSync(path));
    sizes.set(file, bytes.length / 1024);
  }
  return sizes.get(file);
}

function reach(key, files) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) {
    return files;
  }
  files.add(chunk.file);
  (chunk.css ?? []).forEach(css => files.add(css));
  (chunk.imports ?? []).forEach(next => reach(next, files));
  return files;
}

const total = files => [...files].reduce((sum, file) => sum + kilobytes(file), kilobytes('index.html'));
const entry = Object.keys(manifest).find(key => manifest[key].isEntry);
const pages = Object.keys(manifest)
  .filter(key => /^src\/[a-z]+\/.*\.tsx?$/.test(key) && manifest[key].isDynamicEntry)
  .sort();

let over = 0;
process.stdout.write(`first load, kB gzipped\n${total(reach(entry, new Set())).toFixed(1).padStart(8)}  the frame\n`);
for (const page of pages) {
  const noun = page.split('/')[1];
  const limit = officer.includes(noun) ? limits.officer : limits.other;
  const size = total(reach(page, reach(entry, new Set())));
  const mark = size > limit ? `  OVER ${limit}` : '';
  over += size > limit ? 1 : 0;
  process.stdout.write(`${size.toFixed(1).padStart(8)}  ${page.slice(4)}${mark}\n`);
}
if (over > 0) {
  process.stderr.write(`${over} of ${pages.length} pages are over their budget\n`);
  process.exit(1);
}
