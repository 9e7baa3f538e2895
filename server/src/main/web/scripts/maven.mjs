// Called by Maven: installs what the lock file names, builds the console, and puts it beside the
// server's classes. Each step is left out where nothing has changed since it was done.
//   node scripts/maven.mjs CLASSES QUICK
// QUICK is true to leave out what finds mistakes: types, rules, tests and the budget.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const target = fileURLToPath(new URL('../../../../target/', import.meta.url));
const document = fileURLToPath(new URL('../../../../../docs/openapi.json', import.meta.url));
const built = join(target, 'console');
const [classes, quick] = process.argv.slice(2);
const checked = quick !== 'true';
// says when, and that all checks passed
const stamp = join(target, checked ? 'console.checked' : 'console.built');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `The console is built with Node.js 20.19 or newer; this is ${process.versions.node}.`
      + ' Install a newer one, or leave the console out with -DskipWeb.\n');
  process.exit(1);
}

const changed = path => (existsSync(path) ? statSync(path).mtimeMs : 0);

function newest(folder) {
  return Math.max(0, ...readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => changed(join(entry.parentPath, entry.name))));
}

function npm(...args) {
  const done = spawnSync('npm', args, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) {
    process.stderr.write(`npm ${args.join(' ')} failed${done.error ? `: ${done.error.message}` : ''}\n`);
    process.exit(1);
  }
}

// npm keeps its own copy of the lock file beside what it installed
if (changed(join(here, 'node_modules/.package-lock.json')) < changed(join(here, 'package-lock.json'))) {
  npm('ci', '--no-audit', '--no-fund');
}

const made = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => changed(join(here, entry.name)));
// what is made of the document stands among the sources, and is as old as the last build
const sources = Math.max(...made, newest(join(here, 'public')), newest(join(here, 'scripts')),
  newest(join(here, 'src')), changed(document));
if (!existsSync(join(built, 'index.html')) || changed(stamp) < sources) {
  npm('run', '--silent', checked ? 'build' : 'quick');
  writeFileSync(stamp, '');
}

const place = join(classes, 'io/sallyport/server/web/console');
rmSync(place, { recursive: true, force: true });
cpSync(built, place, { recursive: true });
