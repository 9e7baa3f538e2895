#!/usr/bin/env python3
"""The media path beside rtpengine's userspace relay and a minimal relay in C, in one run.

  media.py BENCH [--rows NAME,...] [--calls 100,500,1000,2000] [--runs 3] [--seconds 10] [--java NAME=COMMAND ...]

BENCH is a scratch copy of the anchors' folder with its tools built (make); needs Debian's
rtpengine-daemon and openssl. A call is two G.711 streams, 100 packets a second through the relay,
each stream from a port of its own. Prints CPU seconds of the relay per million packets, loss, added
latency, the highest number of calls at loss < 0.01 % and p99.9 < 20 ms, pauses of the garbage
collector, memory, and how all that stands to the anchors. All traffic is on loopback.
"""
import argparse, atexit, fcntl, json, os, pathlib, re, resource, signal, statistics, subprocess, sys, tempfile, time
from calls import Calls, Failed

HERE = pathlib.Path(__file__).resolve().parent
TICK = os.sysconf('SC_CLK_TCK')
A, B = '127.2.0.1:10000', '127.3.0.1:10000'
PLAIN, SRTP, RELAY = 'rtpengine plain', 'rtpengine SRTP-plain', 'minirelay one port'
RECORDED = 'sdes-sdes recorded'
MEDIA_CODE = ('io.sallyport.server.path.', 'io.sallyport.server.media.', 'io.sallyport.protocol.rtp.',
              'io.sallyport.protocol.dtls.', 'io.sallyport.protocol.stun.', 'io.sallyport.server.recording.')


class Row:
    """A way of relaying: the anchor it is held against, and how it is started."""

    def __init__(self, name, anchor, sides=None, record=False, command=None):
        self.name, self.anchor, self.sides, self.record, self.command = name, anchor, sides, record, command


ROWS = [
    Row(PLAIN, PLAIN, command='ng'),
    Row(SRTP, SRTP, command='ng-srtp'),
    Row(RELAY, RELAY, command='5'),
    Row('minirelay ports', RELAY, command='2'),
    Row('plain-plain', PLAIN, ('plain', 'plain')),
    Row('sdes-sdes', SRTP, ('sdes', 'sdes')),
    Row('sdes-plain', SRTP, ('sdes', 'plain')),
    Row('dtls-sdes', SRTP, ('dtls', 'sdes')),
    Row(RECORDED, 'sdes-sdes', ('sdes', 'sdes'), record=True),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('bench', type=pathlib.Path)
    parser.add_argument('--rows', default=','.join(row.name for row in ROWS))
    parser.add_argument('--calls', default='100,500,1000,2000')
    parser.add_argument('--runs', type=int, default=3)
    parser.add_argument('--seconds', type=int, default=10)
    parser.add_argument('--warm-up', type=int, default=12, help='most times 10 s of packets before anything counts')
    parser.add_argument('--java', action='append', help='NAME=COMMAND, such as 25=/usr/lib/jvm/jdk-25/bin/java')
    parser.add_argument('--jar', type=pathlib.Path, default=HERE.parents[1] / 'target' / 'sallyport.jar')
    parser.add_argument('--port', type=int, default=15060, help='of plain SIP; the next two are taken as well')
    parser.add_argument('--setting', action='append', default=[], help='a further line under media, for all rows')
    parser.add_argument('--most', type=int, default=0, help='search the highest number of calls, up to this')
    parser.add_argument('--memory', type=int, default=0, help='measure the memory of so many calls')
    parser.add_argument('--busy', type=float, default=0.5, help='wait while other processes use more cores than this')
    return parser.parse_args()


class Server:
    """Sallyport with a data directory of its own."""

    def __init__(self, a, java, row, folder):
        self.folder, self.jar, self.port = pathlib.Path(folder), str(a.jar), a.port
        text = (HERE / 'sallyport.yaml').read_text()
        text = re.sub(r'plain-rtp-networks: .*', 'plain-rtp-networks: ["127.1.0.0/16"]', text)
        for key, port in (('plain-sip-port', a.port), ('sips-port', a.port + 1), ('port', a.port + 2)):
            text = re.sub(f'  {key}: .*', f'  {key}: {port}', text)
        more = [f'port: {a.port + 2}', 'inactivity-timeout: 1h', *a.setting]
        text = text.replace('media:\n', 'media:\n' + ''.join(f'  {line}\n' for line in more))
        if row.record:
            text += 'policy:\n  record: ["audio"]\n'
        settings = self.folder / 'sallyport.yaml'
        settings.write_text(text)
        self.calls = None
        self.log, self.gc = self.folder / 'server.log', self.folder / 'gc.log'
        self.process = subprocess.Popen(
            [java, f'-Xlog:gc:file={self.gc}:timemillis', *os.environ.get('JAVA_OPTIONS', '').split(), '-jar', self.jar,
             '--config', settings, '--data', self.folder / 'data'],
            stdout=open(self.log, 'w'), stderr=subprocess.STDOUT)
        atexit.register(self.process.kill)
        self.pid = self.process.pid
        for _ in range(240):
            if re.search('(?m)^ready', self.log.read_text()) or self.process.poll() is not None:
                break
            time.sleep(0.25)
        if self.process.poll() is not None:
            raise Failed(self.log.read_text().strip())
        users = ''.join(f'u{i:05d},pw-u{i:05d}\n' for i in range(10000))
        subprocess.run([java, '-jar', self.jar, '--data', self.folder / 'data', 'user', 'import'],
                       input=users, text=True, check=True, stdout=subprocess.DEVNULL)

    def set_up(self, row, count):
        if not self.calls:
            self.calls = Calls(self.folder, *row.sides, self.port)
        return self.calls.set_up(count), self.calls.hang_up

    def compiler(self):
        """CPU seconds of the compiler's threads so far."""
        used = 0
        for task in pathlib.Path(f'/proc/{self.pid}/task').iterdir():
            try:
                name, fields = (task / 'stat').read_text().rsplit(')', 1)
            except OSError:
                continue
            if re.search(r'\(C[12] Compiler', name):
                used += sum(map(int, fields.split()[11:13])) / TICK
        return used

    def settle(self):
        """Waits until what setting up calls gave to do is done: compiling, the search index, the seal."""
        for _ in range(40):
            before = cpu(self.pid)
            time.sleep(1)
            if cpu(self.pid) - before < 0.06:
                return

    def pauses(self, since):
        """Milliseconds of each pause of the garbage collector since then."""
        found = re.findall(r'(?m)^\[(\d+)ms\].*Pause.* ([\d.]+)ms$', self.gc.read_text())
        return [float(took) for at, took in found if float(at) >= since * 1000]

    def histogram(self):
        """Bytes that are alive, by class."""
        jcmd = str(pathlib.Path(os.path.realpath(self.executable())).with_name('jcmd'))
        text = subprocess.run([jcmd, str(self.pid), 'GC.class_histogram'], capture_output=True, text=True, check=True)
        return {name: int(size) for size, name in re.findall(r'(?m)^ *\d+: +\d+ +(\d+)  (\S+)', text.stdout)}

    def executable(self):
        return f'/proc/{self.pid}/exe'

    def stop(self):
        if self.calls:
            self.calls.close()
        self.process.terminate()
        self.process.wait(30)


class Anchor:
    def settle(self):
        """Nothing in it is compiled while it runs."""


class RtpEngine(Anchor):
    def __init__(self, bench):
        self.bench = bench
        self.env = {**os.environ, 'BENCH': str(bench), 'RUN': str(bench / 'run' / 'media'), 'NG': '127.0.0.1:12233',
                    'IP': '127.0.0.9'}
        subprocess.run([bench / 'media' / 'rtpe.sh', 'start', '2'], env=self.env, check=True)
        self.pid = int((bench / 'run' / 'media' / 'rtpe.pid').read_text())

    def set_up(self, row, count):
        pairs, tag = self.bench / 'run' / 'ng-pairs.txt', f't{time.time_ns()}'
        control = [self.bench / 'media' / 'ngctl.py']
        common = ['--ng', '127.0.0.1:12233', '-n', str(count), '--tag', tag]
        subprocess.run([*control, 'offer', *common, '--pairs', pairs, '--socks', str(count), '--a', A, '--b', B,
                        *(['--srtp'] if row.command == 'ng-srtp' else [])],
                       env=self.env, check=True, stderr=subprocess.DEVNULL)
        return (pairs.read_text().splitlines(),
                lambda: subprocess.run([*control, 'delete', *common], env=self.env, check=True))

    def stop(self):
        subprocess.run([self.bench / 'media' / 'rtpe.sh', 'stop'], env=self.env, check=True)


class MiniRelay(Anchor):
    """Sends every packet of the one port to one receiver: rtpload tells streams apart by what is in them."""

    def __init__(self, bench, mode):
        self.bench, self.mode, self.process, self.pid = bench, mode, None, 0

    def set_up(self, row, count):
        self.stop()
        pairs = self.bench / 'run' / 'mini-pairs.txt'
        subprocess.run([self.bench / 'media' / 'mkpairs.py', 'relay', '-n', str(count), '--ip', '127.0.0.8', '--spread',
                        '--a', A, '--b', B, '--pairs', pairs, *(['--one'] if self.mode == '5' else [])],
                       env={**os.environ, 'BENCH': str(self.bench)}, check=True)
        self.process = subprocess.Popen([self.bench / 'media' / 'minirelay', pairs, self.mode, '1'])
        self.pid = self.process.pid
        time.sleep(0.5)
        return pairs.read_text().splitlines(), self.stop

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None


class Bench:
    def __init__(self, a):
        self.a, self.bench = a, a.bench.resolve()
        (self.bench / 'out').mkdir(exist_ok=True)
        (self.bench / 'run' / 'media').mkdir(parents=True, exist_ok=True)
        self.raw = open(self.bench / 'out' / 'sallyport-media.jsonl', 'a')
        self.lock = open(self.bench / 'cpu.lock', 'a')
        # name of the row -> calls -> medians; and what is said beside
        self.table, self.most, self.notes, self.failed = {}, {}, [], False

    def run(self):
        javas = [java.split('=', 1) for java in self.a.java or ['=java']]
        wanted = self.a.rows.split(',')
        for row in ROWS:
            if row.name not in wanted:
                continue
            if row.command:
                relay = RtpEngine(self.bench) if row.command.startswith('ng') else MiniRelay(self.bench, row.command)
                self.row(row, row.name, relay)
                continue
            for label, java in javas:
                name = f'{row.name} (Java {label})' if label else row.name
                with tempfile.TemporaryDirectory() as folder:
                    try:
                        relay = Server(self.a, java, row, folder)
                    except Failed as failed:
                        self.note(f'{name}: the server did not start: {failed}')
                        self.failed = True
                        continue
                    self.row(row, name, relay)

    def row(self, row, name, relay):
        try:
            if row.sides:
                self.warm_up(row, name, relay)
            begun = time.time()
            for count in map(int, self.a.calls.split(',')):
                runs = [self.with_calls(row, relay, count, lambda pairs: self.measured(name, relay, pairs, count))
                        for _ in range(self.a.runs)]
                self.table.setdefault(name, {})[count] = medians(runs)
            if row.sides:
                pauses = relay.pauses(begun)
                self.note(f'{name}: {len(pauses)} pauses of the collector in {time.time() - begun:.0f} s, '
                          f'longest {max(pauses, default=0):.1f} ms, {sum(pauses):.0f} ms in all')
            if self.a.most:
                self.most[name] = self.search(row, relay)
                print(f'  {name}: highest number of calls {self.most[name]}', flush=True)
            if self.a.memory and row.sides:
                self.memory(row, name, relay)
        except (Failed, OSError, subprocess.SubprocessError, json.JSONDecodeError) as failed:
            self.note(f'{name}: {failed}')
            self.failed = True
        finally:
            relay.stop()

    def warm_up(self, row, name, relay):
        """Calls, then packets, until the compiler has next to nothing to do: that is a server's first minutes."""
        for _ in range(self.a.warm_up):
            self.with_calls(row, relay, 300, lambda pairs: None)
        for _ in range(self.a.warm_up):
            result, compiled = self.with_calls(row, relay, 300, lambda pairs: self.compiling(relay, pairs))
            print(f'  {name}: warming up, {result["cost"]:.2f} CPU s/M, compiler {compiled:.2f} cores', flush=True)
            if compiled < 0.05:
                return
        self.note(f'{name}: the compiler was still at work when measuring began')

    def compiling(self, relay, pairs):
        """A load, and the cores that the compiler took in it; what setting up calls gave it to do is none of that."""
        before = relay.compiler()
        return self.load(relay, pairs, 300, 10), (relay.compiler() - before) / 10

    def with_calls(self, row, relay, count, measure):
        """Each load has calls of its own: its packets begin at number 1, which old keys would call a replay."""
        pairs, hang_up = relay.set_up(row, count)
        try:
            relay.settle()
            return measure(pairs)
        finally:
            hang_up()

    def measured(self, name, relay, pairs, count):
        result = self.load(relay, pairs, count, self.a.seconds)
        self.raw.write(json.dumps({'row': name, **result}) + '\n')
        self.raw.flush()
        print(f'  {name}, {count} calls: {result["cost"]:.2f} CPU s/M, loss {result["loss"]:.5f}, '
              f'{latency(result)} ms, other processes {result["busy"]:.2f} cores', flush=True)
        return result

    def load(self, relay, pairs, count, seconds):
        """Puts packets through the first calls, when the machine is quiet or will not become so."""
        file = self.bench / 'run' / 'sallyport-pairs.txt'
        file.write_text('\n'.join(pairs) + '\n')
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        try:
            self.await_quiet()
            command = [self.bench / 'media' / 'rtpload', '-f', file, '-n', str(count), '-d', str(seconds)]
            for _ in range(3):
                # another process may hold one of its ports for a moment: then it ends before any packet
                machine, own, begun, first = machine_cpu(), os.times(), time.time(), cpu(relay.pid)
                process = subprocess.Popen(command, stdout=subprocess.PIPE)
                steady = self.steady(relay, process, seconds)
                output = process.communicate(timeout=seconds + 60 + count / 100)[0]
                if process.returncode == 0:
                    break
                time.sleep(3)
            if process.returncode:
                raise Failed(f'the load tool ended with {process.returncode}')
            after = os.times()
            took = time.time() - begun
            ours = cpu(relay.pid) - first + sum(after[:4]) - sum(own[:4])
        finally:
            fcntl.flock(self.lock, fcntl.LOCK_UN)
        result = json.loads(output)
        result['cost'] = steady * 1e4 / count / max(1e-9, 1 - result['loss'])
        result['busy'] = max(0, machine_cpu() - machine - ours) / took
        result['on_schedule'] = result['sent'] >= 0.995 * 2 * count * 50 * seconds
        return result

    def steady(self, relay, process, seconds):
        """Cores that the relay uses once each stream has been found and until the load ends."""
        time.sleep(min(2.5, seconds / 2))
        used, begun = cpu(relay.pid), time.monotonic()
        try:
            process.wait(seconds - 2.6)
        except subprocess.TimeoutExpired:
            pass
        return (cpu(relay.pid) - used) / (time.monotonic() - begun)

    def await_quiet(self):
        for _ in range(30):
            before = machine_cpu()
            time.sleep(1)
            if machine_cpu() - before < self.a.busy:
                return

    def search(self, row, relay):
        """The highest number of calls at loss < 0.01 % and p99.9 < 20 ms, once more confirmed."""
        good, bad, count = 0, None, min(600, self.a.most)
        for _ in range(8):
            if self.passes(row, relay, count):
                good = count
            else:
                bad = count
            if good >= self.a.most or bad and good and bad / good < 1.1:
                break
            count = min(self.a.most, int(count * 1.5)) if not bad else int(count / 1.6) if not good else int(
                (good * bad) ** 0.5)
        return good

    def passes(self, row, relay, count):
        # a neighbour's burst must not decide: two of three
        passed = 0
        for attempt in range(3):
            result = self.with_calls(row, relay, count, lambda pairs: self.load(relay, pairs, count, 5))
            passed += result['loss'] < 1e-4 and result['on_schedule'] and result['p999_us'] < 20000
            if passed == 2 or attempt - passed == 1:
                break
        return passed == 2

    def memory(self, row, name, relay):
        count = self.a.memory
        pairs, hang_up = relay.set_up(row, count)
        self.load(relay, pairs, count, 2)
        time.sleep(40)  # until transactions are forgotten
        held = relay.histogram()
        hang_up()
        time.sleep(40)
        after = relay.histogram()
        grown = {kind: (held[kind] - after.get(kind, 0)) / count for kind in held}
        of_media = sum(size for kind, size in grown.items() if kind.lstrip('[L').startswith(MEDIA_CODE))
        self.note(f'{name}: {sum(grown.values()) / 1000:.1f} kB of heap a call, of which {of_media / 1000:.1f} kB are '
                  'objects of the media path itself; most: ' + ', '.join(
                      f'{kind} {size:.0f} B' for kind, size in sorted(grown.items(), key=lambda e: -e[1])[:8]))

    def note(self, words):
        self.notes.append(words)
        print('  ' + words, flush=True)

    def report(self):
        anchors = {row.name: row.anchor for row in ROWS}
        print('\n| relay | calls | CPU s/M packets | loss % | added ms p50 / p99 / p99.9 | of the anchor | of ' + RELAY
              + ' |\n|---|---|---|---|---|---|---|')
        for name, by_count in self.table.items():
            anchor = anchors[name.split(' (Java')[0]]
            for count, result in by_count.items():
                beside = anchor if anchor in self.table else name.replace(RECORDED, anchor)
                print(f'| {name} | {count} | {result["cost"]:.2f} | {100 * result["loss"]:.3f} | {latency(result)} | '
                      f'{self.ratio(result, beside, count)} | {self.ratio(result, RELAY, count)} |')
        for name, count in self.most.items():
            print(f'{name}: {count}{" or more" if count >= self.a.most else ""} calls at loss < 0.01 % and p99.9 < 20 ms')
        print('\n'.join(self.notes))
        print('load averages now: ' + open('/proc/loadavg').read().strip())

    def ratio(self, result, anchor, count):
        other = self.table.get(anchor, {}).get(count)
        return f'{result["cost"] / other["cost"]:.2f}' if other and other['cost'] else ''


def medians(results):
    return {key: statistics.median(result[key] for result in results)
            for key in ('cost', 'loss', 'p50_us', 'p99_us', 'p999_us')}


def latency(result):
    return ' / '.join(f'{result[key] / 1000:.2f}' for key in ('p50_us', 'p99_us', 'p999_us'))


def cpu(pid):
    fields = open(f'/proc/{pid}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def machine_cpu():
    fields = list(map(int, open('/proc/stat').readline().split()[1:]))
    return (sum(fields) - fields[3] - fields[4]) / TICK


def main():
    a = arguments()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    bench = Bench(a)
    try:
        bench.run()
    finally:
        bench.report()
    sys.exit(1 if bench.failed else 0)


if __name__ == '__main__':
    main()
