"""Calls through a SIP server over UDP on loopback, held while packets are put through them.

Registers callers and callees, sets the calls up, and says for each where its packets go and under
which keys. A side is plain RTP, SRTP with keys from SDP (SDES), or SRTP with keys from a DTLS
handshake, which `openssl s_client` does from the very port that the packets will come from.
"""
import base64, hashlib, os, pathlib, re, select, signal, socket, subprocess, threading, time
from concurrent.futures import ThreadPoolExecutor

SUITE = 'AES_CM_128_HMAC_SHA1_80'
AT_ONCE = 16
MEDIA_PORT = 10000
# plain RTP is allowed from 127.1.0.0/16 alone, so that the server wants SRTP from elsewhere
CALLERS = {'plain': '127.1.0.1', 'sdes': '127.2.0.1', 'dtls': '127.2.0.1'}
CALLEES = {'plain': '127.1.0.2', 'sdes': '127.3.0.1', 'dtls': '127.3.0.1'}


class Failed(Exception):
    pass


class Side:
    """The callers, or the callees: a socket for SIP, and a media port for each stream."""

    def __init__(self, protection, host, certificate):
        self.protection, self.host, self.certificate = protection, host, certificate
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((host, 17160))
        self.at = f'{host}:17160'

    def media_port(self, i):
        return MEDIA_PORT + 2 * i

    def sdp(self, i, key):
        profile = {'plain': 'RTP/AVP', 'sdes': 'RTP/SAVP', 'dtls': 'UDP/TLS/RTP/SAVP'}[self.protection]
        lines = ['v=0', f'o=- 1 1 IN IP4 {self.host}', 's=-', f'c=IN IP4 {self.host}', 't=0 0',
                 f'm=audio {self.media_port(i)} {profile} 0', 'a=rtpmap:0 PCMU/8000', 'a=rtcp-mux', 'a=sendrecv']
        if self.protection == 'sdes':
            lines.append(f'a=crypto:1 {SUITE} inline:{base64.b64encode(key).decode()}')
        if self.protection == 'dtls':
            lines += [f'a=fingerprint:sha-256 {self.certificate.fingerprint}', 'a=setup:actpass']
        return '\r\n'.join(lines) + '\r\n'


class Certificate:
    def __init__(self, folder):
        self.file, self.key = pathlib.Path(folder) / 'dtls.crt', pathlib.Path(folder) / 'dtls.key'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                        '-keyout', self.key, '-out', self.file, '-days', '30', '-subj', '/CN=bench'],
                       check=True, stderr=subprocess.DEVNULL)
        text = subprocess.run(['openssl', 'x509', '-in', self.file, '-noout', '-fingerprint', '-sha256'],
                              check=True, capture_output=True, text=True).stdout
        self.fingerprint = text.strip().split('=')[1]


class Calls:
    """Callers are users 0 to 4999, callees 5000 to 9999: nobody is both, so that no call comes back."""

    def __init__(self, folder, a, b, port, realm='anchor.test'):
        certificate = Certificate(folder) if 'dtls' in (a, b) else None
        self.realm, self.server = realm, ('127.0.0.1', port)
        self.a, self.b = Side(a, CALLERS[a], certificate), Side(b, CALLEES[b], certificate)
        self.run, self.users = '', 0
        self.waiting, self.keys_b, self.offers_to_b = {}, {}, {}
        self.held, self.holding = [], None

    def set_up(self, count):
        """One line for each call, as rtpload reads them; from now on the calls are held."""
        self.run = os.urandom(3).hex()
        self.keys_b, self.offers_to_b, self.held = {}, {}, []
        fresh = range(self.users, max(self.users, count))
        self.work([self.registered(self.a, caller(i)) for i in fresh] + [self.registered(self.b, callee(i)) for i in fresh])
        self.users = max(self.users, count)
        lines = [None] * count
        self.work([self.called(i, lines) for i in range(count)])
        self.holding = threading.Event()
        threading.Thread(target=self.hold, args=[self.holding], daemon=True).start()
        if self.a.protection == 'dtls':
            with ThreadPoolExecutor(4) as pool:
                lines = list(pool.map(self.shake_hands, lines))
        return [' '.join(str(word) for word in line) for line in lines]

    def hang_up(self):
        self.holding.set()
        time.sleep(0.3)
        self.work([self.ended(*call) for call in self.held])

    def close(self):
        if self.holding:
            self.holding.set()
        self.a.socket.close()
        self.b.socket.close()

    # each of these is one conversation: it yields what to send and gets the final answer

    def registered(self, side, user):
        yield from self.asked(side, 'REGISTER', f'sip:{self.realm}', user, user, f'r{user}{self.run}',
                              'Expires: 3600\r\n')

    def called(self, i, lines):
        user, to, key = caller(i), callee(i), os.urandom(30)
        answer, cseq = yield from self.asked(self.a, 'INVITE', f'sip:{to}@{self.realm}', user, to, f'c{i}{self.run}',
                                             '', self.a.sdp(i, key))
        tag = ';tag=' + re.search(r'(?im)^To:.*;tag=([^;\r]+)', answer)[1]
        target = re.search(r'(?im)^Contact:\s*<([^>]+)>', answer)[1]
        dialog = (target, user, to, f'c{i}{self.run}', cseq, tag)
        self.send(self.a, self.message(self.a, 'ACK', *dialog[:4], cseq, totag=tag))
        self.held.append(dialog)
        ours, theirs = media(answer, self.a.protection), media(self.offers_to_b[to], self.b.protection)
        lines[i] = [self.a.host, self.a.media_port(i), ours[0], ours[1],
                    self.b.host, self.b.media_port(i), theirs[0], theirs[1],
                    *keys(self.a, key, ours[2]), *keys(self.b, self.keys_b[to], theirs[2])]

    def ended(self, target, user, to, call, cseq, tag):
        message = self.message(self.a, 'BYE', target, user, to, call, cseq + 1, totag=tag)
        yield self.a, message, f'{call}|{cseq + 1} BYE'

    def asked(self, side, method, uri, user, to, call, extra='', body=''):
        branch = 'z9hG4bK' + os.urandom(8).hex()
        first = self.message(side, method, uri, user, to, call, 1, extra, body, branch=branch)
        answer = yield side, first, f'{call}|1 {method}'
        cseq, status = 1, answer.split()[1]
        if status in ('401', '407'):
            if method == 'INVITE':
                tag = ';tag=' + re.search(r'(?im)^To:.*;tag=([^;\r]+)', answer)[1]
                self.send(side, self.message(side, 'ACK', uri, user, to, call, 1, totag=tag, branch=branch))
            name, field = (('WWW-Authenticate', 'Authorization') if status == '401'
                           else ('Proxy-Authenticate', 'Proxy-Authorization'))
            extra += f'{field}: {self.login(header(answer, name), user, method, uri)}\r\n'
            answer = yield side, self.message(side, method, uri, user, to, call, 2, extra, body), f'{call}|2 {method}'
            cseq = 2
        if answer.split()[1] != '200':
            raise Failed(f'{method} of {user}: ' + answer.split('\r\n')[0])
        return answer, cseq

    def login(self, challenge, user, method, uri):
        asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))
        md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
        secret, cnonce = md5(f'{user}:{asked["realm"]}:pw-{user}'), os.urandom(4).hex()
        response = md5(f'{secret}:{asked["nonce"]}:00000001:{cnonce}:auth:{md5(f"{method}:{uri}")}')
        return (f'Digest username="{user}", realm="{asked["realm"]}", nonce="{asked["nonce"]}", uri="{uri}", '
                f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="{cnonce}"')

    def message(self, side, method, uri, user, to, call, cseq, extra='', body='', totag='', branch=None):
        branch = branch or 'z9hG4bK' + os.urandom(8).hex()
        kind = 'Content-Type: application/sdp\r\n' if body else ''
        return (f'{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {side.at};branch={branch};rport\r\nMax-Forwards: 70\r\n'
                f'From: <sip:{user}@{self.realm}>;tag=f{self.run}\r\nTo: <sip:{to}@{self.realm}>{totag}\r\n'
                f'Call-ID: {call}\r\nCSeq: {cseq} {method}\r\nContact: <sip:{user}@{side.at}>\r\nUser-Agent: sipp\r\n'
                f'{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}')

    def send(self, side, message):
        side.socket.sendto(message.encode(), self.server)

    def work(self, tasks):
        """Runs conversations to their ends, some at a time."""
        left, running = tasks[::-1], 0
        while left or running:
            while left and running < AT_ONCE:
                running += self.step(left.pop(), None)
            for key, task in self.hear(0.1):
                running -= 1
                running += self.step(task, key)
            now = time.time()
            for key, entry in self.waiting.items():
                if now > entry['until']:
                    raise Failed('no answer to ' + key)
                if now > entry['again']:
                    entry['pause'] *= 2
                    entry['again'] = now + entry['pause']
                    self.send(entry['side'], entry['message'])

    def step(self, task, answer):
        try:
            side, message, key = task.send(answer)
        except StopIteration:
            return 0
        now = time.time()
        self.waiting[key] = dict(task=task, side=side, message=message, pause=0.5, again=now + 0.5, until=now + 10)
        self.send(side, message)
        return 1

    def hear(self, seconds):
        """What came: conversations that got their final answers; requests are answered here."""
        finished = []
        for ready in select.select([self.a.socket, self.b.socket], [], [], seconds)[0]:
            side = self.a if ready is self.a.socket else self.b
            data, source = ready.recvfrom(65535)
            text = data.decode('latin1')
            if text.startswith('SIP/2.0'):
                key = header(text, 'Call-ID') + '|' + header(text, 'CSeq')
                if not text.startswith('SIP/2.0 1') and key in self.waiting:
                    finished.append((text, self.waiting.pop(key)['task']))
            elif text.strip() and not text.startswith('ACK'):
                self.answer(side, text, source)
        return finished

    def answer(self, side, request, source):
        vias = ''.join(f'Via: {via}\r\n' for via in re.findall(r'(?im)^Via:\s*(.*?)\r$', request))
        to, body, user = header(request, 'To'), '', re.search(r'sips?:([^@>]+)@', request)[1]
        if request.startswith('INVITE'):
            if user not in self.keys_b:
                self.keys_b[user], self.offers_to_b[user] = os.urandom(30), request
            body = side.sdp(int(user[1:]) - 5000, self.keys_b[user])
        to += '' if 'tag=' in to else ';tag=t' + self.run
        kind = 'Content-Type: application/sdp\r\n' if body else ''
        side.socket.sendto((
            f'SIP/2.0 200 OK\r\n{vias}From: {header(request, "From")}\r\nTo: {to}\r\n'
            f'Call-ID: {header(request, "Call-ID")}\r\nCSeq: {header(request, "CSeq")}\r\n'
            f'Contact: <sip:{user}@{side.at}>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}').encode(), source)

    def hold(self, over):
        while not over.is_set():
            try:
                self.hear(0.2)
            except (OSError, ValueError):
                return  # closed meanwhile

    def shake_hands(self, line):
        """The keys of a DTLS handshake (RFC 5764 section 4.2) from the caller's media port."""
        host, port, server, server_port = line[:4]
        certificate = self.a.certificate
        process = subprocess.Popen(
            ['openssl', 's_client', '-dtls1_2', '-bind', f'{host}:{port}', '-connect', f'{server}:{server_port}',
             '-cert', certificate.file, '-key', certificate.key, '-use_srtp', 'SRTP_AES128_CM_SHA1_80',
             '-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', '60'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        timer = threading.Timer(10, process.kill)
        timer.start()
        material, said = None, []
        for text in process.stdout:
            said.append(text)
            if found := re.search(r'Keying material: ([0-9A-F]{120})', text):
                material = bytes.fromhex(found[1])
                break
        timer.cancel()
        # not asked to end, for it would tell the server that the keys are done with
        process.send_signal(signal.SIGKILL)
        process.wait()
        if material is None:
            raise Failed('no DTLS handshake: ' + ''.join(said[-5:]))
        sent, received = material[0:16] + material[32:46], material[16:32] + material[46:60]
        return line[:8] + [sent.hex(), received.hex()] + line[10:]


def caller(i):
    return f'u{i:05d}'


def callee(i):
    return f'u{5000 + i:05d}'


def header(message, name):
    found = re.search(r'(?im)^' + name + r'\s*:\s*(.*?)\r?$', message)
    return found[1] if found else ''


def media(message, protection):
    """Address, port and key that a description names."""
    key = re.search(r'a=crypto:\d+ ' + SUITE + r' inline:([A-Za-z0-9+/=]+)', message)
    if protection == 'sdes' and not key:
        raise Failed('no key of the suite in\n' + message)
    port = int(re.search(r'm=audio (\d+)', message)[1])
    return re.search(r'c=IN IP4 (\S+?)\r?\n', message)[1], port, base64.b64decode(key[1]) if key else None


def keys(side, sent, received):
    return (sent.hex(), received.hex()) if side.protection == 'sdes' else ('-', '-')
