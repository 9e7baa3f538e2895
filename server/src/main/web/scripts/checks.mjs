// The types and the rules of the sources, side by side: each of them works on one processor.
//   node scripts/checks.mjs
import { spawn } from 'node:child_process';

const run = name => new Promise(done => {
  spawn('npm', ['run', '--silent', name], { stdio: 'inherit', shell: process.platform === 'win32' })
    .on('error', error => {
      process.stderr.write(`${name}: ${error}\n`);
      done(1);
    })
    .on('exit', code => done(code ?? 1));
});

const codes = await Promise.all(['tsc', 'lint'].map(run));
process.exit(codes.every(code => code === 0) ? 0 : 1);
