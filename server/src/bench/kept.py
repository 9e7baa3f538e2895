#!/usr/bin/env python3
"""REGISTER and MESSAGE over kept connections, the load of sipp's scenarios in a copy of the anchors' folder.

  kept.py BENCH --op reg|msg --transport tcp|tls --proc srv=PID [--rate R --dur S --runs N --label L ...]

One connection carries every caller, a second one every callee, and both outlive the single runs.
sipp speaks plain TCP, so that both go through a bridge in this process; towards the server they are
TCP or TLS (Debian's sipp has no TLS). The callees' connection comes from the port that their Contact
names, so that a server which goes by the Contact finds it too. The first two runs are not counted:
the first makes the connection, and for REGISTER it binds each user, so that the counted runs refresh
what is bound; the second is three times as fast, for the compiler's sake. Users u10000 to u19999 must exist, apart from those that other tools register.
Prints a RESULT line as sipbench.py does.
"""
import argparse, asyncio, csv, os, pathlib, signal, socket, ssl, statistics, subprocess, sys, threading, time

TICK = os.sysconf('SC_CLK_TCK')


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('bench')
    parser.add_argument('--op', choices=['reg', 'msg'], required=True)
    parser.add_argument('--transport', choices=['tcp', 'tls'], required=True)
    parser.add_argument('--proc', required=True, help='NAME=PID or NAME=@PIDFILE; its tree is summed')
    parser.add_argument('--rate', type=int, default=200)
    parser.add_argument('--dur', type=int, default=20)
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--label', default='')
    parser.add_argument('--port', type=int, default=15060)
    parser.add_argument('--tls-port', type=int, default=15061)
    parser.add_argument('--realm', default='anchor.test')
    parser.add_argument('--users', type=int, default=4000, help='registered in turn')
    parser.add_argument('--pairs', type=int, default=500, help='callers, and callees, of MESSAGE')
    parser.add_argument('--callee-port', type=int, default=17072, help='where callees connect from')
    return parser.parse_args()


class Bridge:
    """Carries what sipp sends to the server, on one connection for one sipp after the other."""

    def __init__(self, port, tls, source_port=0):
        self.target, self.tls, self.source_port = ('127.0.0.1', port), tls, source_port
        self.far = self.far_out = self.near_out = None
        listener = socket.create_server(('127.0.0.1', 0))
        self.port = listener.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        asyncio.run_coroutine_threadsafe(self.begin(listener), self.loop).result(10)

    async def begin(self, listener):
        far = socket.socket()
        far.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        far.bind(('127.0.0.1', self.source_port))
        far.connect(self.target)
        far.setblocking(False)
        context = None
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.far, self.far_out = await asyncio.open_connection(
            sock=far, ssl=context, server_hostname='' if context else None)
        self.back = asyncio.create_task(self.carry_back())
        self.server = await asyncio.start_server(self.accepted, sock=listener)

    async def accepted(self, near, near_out):
        self.near_out = near_out
        try:
            while data := await near.read(65536):
                self.far_out.write(data)
        except OSError:
            pass
        near_out.close()

    async def carry_back(self):
        while data := await self.far.read(65536):
            if self.near_out and not self.near_out.is_closing():
                self.near_out.write(data)
        print('  the server closed the connection', file=sys.stderr, flush=True)


class Load:
    def __init__(self, a):
        self.a = a
        self.bench = pathlib.Path(a.bench).resolve()
        self.work = self.bench / 'out' / 'kept'
        self.work.mkdir(parents=True, exist_ok=True)
        self.server_port = a.tls_port if a.transport == 'tls' else a.port
        for name in ('reg', 'msg', 'msgee'):
            self.scenario(name, name)
        # the callee registers and then stays, while what comes for it is answered by msgee
        self.scenario('reg', 'callee', '<pause milliseconds="3600000"/></scenario>')
        # no user of one transport is one of the other's: a second contact would be called as well
        tls = a.transport == 'tls'
        users = names(14000 if tls else 10000, a.users)
        callers, callees = names(19000 if tls else 18000, a.pairs), names(19500 if tls else 18500, a.pairs)
        self.rows('reg', ((u, login(u)) for u in users))
        self.rows('callee', ((u, login(u)) for u in callees))
        self.rows('msg', ((u, login(u), to) for u, to in zip(callers, callees)))
        self.bridge = Bridge(self.server_port, tls)

    def scenario(self, source, name, end='</scenario>'):
        text = (self.bench / 'sip' / f'{source}.xml').read_text()
        text = text.replace('Via: SIP/2.0/[transport]', f'Via: SIP/2.0/{self.a.transport.upper()}')
        (self.work / f'{name}.xml').write_text(text.replace('</scenario>', end))

    def rows(self, name, rows):
        with open(self.work / f'{name}.csv', 'w') as file:
            file.write('SEQUENTIAL\n')
            file.writelines(';'.join(row) + ';\n' for row in rows)

    def sipp(self, scenario, bridge, rate, count, contact_port, extra=()):
        statistics_file = self.work / f'{scenario}.stat.csv'
        statistics_file.unlink(missing_ok=True)
        command = [
            'sipp', '-sf', f'{scenario}.xml', '-inf', f'{scenario}.csv', '-t', 't1', '-i', '127.0.0.1',
            '-nostdin', '-buff_size', '4194304', '-watchdog_interval', '0', '-deadcall_wait', '0',
            '-key', 'realm', self.a.realm, '-key', 'chost', f'127.0.0.1:{contact_port}',
            '-key', 'ctransport', self.a.transport, '-r', str(rate), '-m', str(count), '-l', '15000',
            '-trace_stat', '-stf', statistics_file.name, '-fd', '1', '-trace_err',
            '-error_file', f'{scenario}.err', *extra, f'127.0.0.1:{bridge.port}']
        output = open(self.work / f'{scenario}.out', 'w')
        return subprocess.Popen(command, cwd=self.work, stdout=output, stderr=subprocess.STDOUT,
                                env={**os.environ, 'TERM': 'dumb'})

    def result(self, scenario):
        rows = list(csv.reader(open(self.work / f'{scenario}.stat.csv'), delimiter=';'))
        row = dict(zip(rows[0], rows[-1]))
        return int(row['SuccessfulCall(C)']), int(row['FailedCall(C)']), int(row['CurrentCall'])

    def callees(self):
        """The process that registers every callee, on a connection that stays, and answers for them."""
        bridge = Bridge(self.server_port, self.a.transport == 'tls', self.a.callee_port)
        process = self.sipp('callee', bridge, 250, self.a.pairs, self.a.callee_port,
                            ['-oocsf', 'msgee.xml'])
        time.sleep(self.a.pairs / 250 + 3)
        _, failed, current = self.result('callee')
        if process.poll() is not None or failed or current < self.a.pairs:
            sys.exit(f'callees: {current} of {self.a.pairs} registered, {failed} failed')
        return process

    def run(self, pid, times=1):
        """One run: operations that succeeded and failed, seconds, CPU seconds of the server."""
        rate = self.a.rate * times
        count = rate * self.a.dur
        before, begun = cpu(pid), time.time()
        process = self.sipp(self.a.op, self.bridge, rate, count, self.a.callee_port,
                            ['-recv_timeout', '12000'])
        try:
            process.wait(self.a.dur * 1.4 + 14)
        except subprocess.TimeoutExpired:
            stop(process)
        took = time.time() - begun
        after = settled(pid)
        done, failed, _ = self.result(self.a.op)
        return done, count - done, took, after - before


def names(first, count):
    return [f'u{i:05d}' for i in range(first, first + count)]


def login(user):
    return f'[authentication username={user} password=pw-{user}]'


def tree(pid):
    children = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                parent = int(open(f'/proc/{entry}/stat').read().rsplit(')', 1)[1].split()[1])
                children.setdefault(parent, []).append(int(entry))
            except OSError:
                pass
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += children.get(one, [])
    return found


def cpu(pid):
    ticks = 0
    for one in tree(pid):
        try:
            fields = open(f'/proc/{one}/stat').read().rsplit(')', 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / TICK


def settled(pid):
    """CPU seconds once delayed work is done: it belongs to this run and not to the next."""
    last = cpu(pid)
    for second in range(12):
        time.sleep(1)
        now = cpu(pid)
        idle, last = now - last < 0.03, now
        if idle and second:
            break
    return last


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()


def main():
    a = arguments()
    name, value = a.proc.split('=', 1)
    pid = int(open(value[1:]).read()) if value[0] == '@' else int(value)
    load = Load(a)
    callees = load.callees() if a.op == 'msg' else None
    costs, lost = [], 0
    try:
        for times in [1, 3] + [0] * a.runs:
            done, failed, took, used = load.run(pid, times or 1)
            cost = used * 1000 / max(1, done)
            print(f'  {a.label} {a.op} {a.transport} {a.rate * (times or 1)}/s: {done} done, {failed} failed, '
                  f'{took:.1f} s, {cost:.3f} ms each{", not counted" if times else ""}', flush=True)
            if not times:
                costs.append(cost)
                lost += failed
    finally:
        if callees:
            stop(callees)
    print(f'RESULT fixed {a.label} {a.op} {a.transport} target {a.rate}/s {a.dur}s x{a.runs}: '
          f'{name} CPU-s/1000 {statistics.median(costs):.4g} [{min(costs):.4g}-{max(costs):.4g}] | fails {lost}')


if __name__ == '__main__':
    main()
