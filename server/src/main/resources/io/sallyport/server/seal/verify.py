#!/usr/bin/env python3
"""Checks a Sallyport journal and its recordings from their files and public keys alone.

    verify.py JOURNAL [--key VKEY]... [--checkpoint FILE] [--objects DIRECTORY] [--fast]

Written from docs/journal-format.md; it shares no code with the server and needs nothing but
Python 3.8 and its standard library. Prints OK, or BAD with the first thing that is wrong; exit
code 0 or 1. Without --key it takes the keys beside the journal, ../keys/seal.vkey, which prove
nothing against somebody who can write there. Recordings lie in ../objects, or where --objects
says; --objects '' leaves them out. --fast leaves the CRC32C of each record out: the digests cover
all of a record but the checksum itself.
"""
import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import struct
import sys

ZEROS = bytes(32)
FULL = 256
HISTORY_NAME = re.compile(r"[0-9]{16}")
SEGMENT_NAME = re.compile(r"[0-9]{16}\.sj")
TILE_NAME = re.compile(r"([0-7])((?:/x[0-9]{3})*/[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
SYSLOG = re.compile(r"sallyport-checkpoint ([A-Za-z0-9+/=]{1,100000})")
OUTSIDE = "checkpoint from outside"


class Bad(Exception):
    """Something is wrong: where, which record it is about, and what."""

    def __init__(self, file, offset, record, what):
        super().__init__("%s, offset %d, record %d: %s" % (file, offset, record, what))


class Wrong(Exception):
    """What is wrong, said by somebody who does not know where it was read."""


def sha256(*parts):
    h = hashlib.sha256()
    for part in parts:
        h.update(part)
    return h.digest()


# ---------------------------------------------------------------- CRC32C (Castagnoli)

def crc_table():
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = c >> 1 ^ (0x82F63B78 if c & 1 else 0)
        table.append(c)
    return table


CRC_TABLE = crc_table()


def crc32c(data):
    c = 0xFFFFFFFF
    table = CRC_TABLE
    for byte in data:
        c = c >> 8 ^ table[(c ^ byte) & 0xFF]
    return c ^ 0xFFFFFFFF


# ---------------------------------------------------------------- Ed25519 (RFC 8032)

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def decode_point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v ** 3 * pow(u * v ** 7, (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * SQRT_M1 % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public, message, signature):
    """Whether the signature is the key's over the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a = decode_point(public)
    s = int.from_bytes(signature[32:], "little")
    if a is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - a[0], a[1], 1, P - a[3])
    both = add(BASE, minus)
    r = (0, 1, 1, 0)
    for bit in range(252, -1, -1):
        r = add(r, r)
        which = (s >> bit & 1) + 2 * (k >> bit & 1)
        if which:
            r = add(r, (BASE, minus, both)[which - 1])
    inverse = pow(r[2], P - 2, P)
    x, y = r[0] * inverse % P, r[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


# ---------------------------------------------------------------- signed notes and checkpoints

def unbase64(text):
    """One text only for each value, or a flipped bit in the padding would go unseen."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Wrong("it holds what is no base64")
    if base64.b64encode(data).decode() != text:
        raise Wrong("it holds what is no base64")
    return data


def number(text):
    if not re.fullmatch("0|[1-9][0-9]{0,17}", text, re.ASCII):
        raise Wrong("a number is expected")
    return int(text)


class Key:
    """A public key as NAME+ID+BASE64."""

    def __init__(self, name, point):
        self.name, self.point = name, point
        self.id = sha256(name.encode() + b"\n\x01", point)[:4]

    @staticmethod
    def parse(text):
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise Wrong("it is no verifier's key: NAME+ID+BASE64 is expected")
        data = unbase64(parts[2])
        key = Key(parts[0], data[1:])
        if len(data) != 33 or data[0] != 1 or key.id.hex() != parts[1]:
            raise Wrong("the verifier's key is no Ed25519 key, or its id is wrong")
        return key


class Note:
    """A text with signature lines under it."""

    def __init__(self, raw):
        try:
            whole = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise Wrong("it is no signed note")
        text, blank, under = whole.rpartition("\n\n")
        if not blank or not whole.endswith("\n") or len(whole) > 65536:
            raise Wrong("it is no signed note")
        if any(c < " " and c != "\n" for c in whole):
            raise Wrong("the note holds a control character")
        self.raw = raw
        self.text = text + "\n"
        self.signatures = []
        for line in under[:-1].split("\n"):
            parts = line.split(" ")
            if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or "+" in parts[1]:
                raise Wrong("a line under the note is no signature")
            data = unbase64(parts[2])
            if any(s[:2] == (parts[1], data[:4]) for s in self.signatures):
                raise Wrong("the note bears two signatures of one key")
            self.signatures.append((parts[1], data[:4], data[4:]))

    def verify(self, key):
        signed = False
        for name, key_id, signature in self.signatures:
            if name == key.name and key_id == key.id:
                if not ed25519(key.point, self.text.encode(), signature):
                    raise Wrong("the signature of %s is wrong" % key.name)
                signed = True
        if not signed:
            raise Wrong("it does not bear the signature of %s" % key.name)


class Checkpoint:
    """The text of a note: what the tree was at a moment."""

    def __init__(self, note):
        self.note = note
        lines = note.text.split("\n")
        if len(lines) != 9:
            raise Wrong("a checkpoint has eight lines, not %d" % (len(lines) - 1))
        keys = ("number ", "time ", "previous ", "epoch ", "next ")
        for line, key in zip(lines[3:8], keys):
            if not line.startswith(key):
                raise Wrong("the line '%s' of the checkpoint is missing" % key.strip())
        values = [line[len(key):] for line, key in zip(lines[3:8], keys)]
        self.origin = lines[0]
        self.size = number(lines[1])
        self.root = unbase64(lines[2])
        self.number = number(values[0])
        if not re.fullmatch(r"[-+0-9]+-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{3})?Z",
                            values[1], re.ASCII):
            raise Wrong("a time is expected")
        self.time = values[1]
        self.previous, self.epoch, self.next = (unbase64(value) for value in values[2:])
        if any(len(h) != 32 for h in (self.root, self.previous, self.epoch, self.next)):
            raise Wrong("it holds bytes of a wrong length")

    def signed_by(self, log):
        if log.name != self.origin:
            raise Wrong("none of the keys is of %s" % self.origin)
        self.note.verify(log)
        self.note.verify(Key(self.origin + "/epoch", self.epoch))

    def follows(self, before):
        if self.origin != before.origin:
            raise Wrong("it is of another log")
        if self.number != before.number + 1:
            raise Wrong("checkpoint %d should be here, not %d" % (before.number + 1, self.number))
        if self.size < before.size:
            raise Wrong("it holds fewer records than the one before it")
        if self.previous != sha256(before.note.text.encode()):
            raise Wrong("it does not follow the checkpoint before it")
        if self.epoch != before.next:
            raise Wrong("its epoch's key is not the one that the checkpoint before named")


# ---------------------------------------------------------------- the tree and its tiles

class Tree:
    """A Merkle tree (RFC 9162, section 2.1) that grows leaf by leaf, with the tiles at its edge."""

    def __init__(self):
        self.size = 0
        self.roots = []
        self.edges = {}

    def append(self, leaf):
        """Returns the tiles that this leaf filled, as (level, index, hashes)."""
        filled = []
        node, height = leaf, 0
        self.complete(0, node, filled)
        while self.size >> height & 1:
            node = sha256(b"\x01", self.roots[height], node)
            height += 1
            self.complete(height, node, filled)
        if height == len(self.roots):
            self.roots.append(None)
        self.roots[height] = node
        self.size += 1
        return filled

    def complete(self, height, node, filled):
        if height % 8 == 0:
            level, count = height // 8, self.size >> height
            edge = self.edges.setdefault(level, [])
            edge.append(node)
            if len(edge) == FULL:
                filled.append((level, count // FULL, b"".join(edge)))
                self.edges[level] = []

    def edge(self):
        return [(level, (self.size >> 8 * level) // FULL, b"".join(hashes))
                for level, hashes in sorted(self.edges.items()) if hashes]

    def root(self):
        root = None
        for height in range(len(self.roots)):
            if self.size >> height & 1:
                root = (self.roots[height] if root is None
                        else sha256(b"\x01", self.roots[height], root))
        return sha256() if root is None else root


def tile_path(level, index, width):
    path = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        path = "x%03d/%s" % (index % 1000, path)
    return "%d/%s%s" % (level, path, "" if width == FULL else ".p/%d" % width)


def first_record(level, index):
    return (index << 8 * (level + 1)) + 1


class TileCheck:
    """Holds every tile on disk against the tree of the records."""

    def __init__(self, journal, sealed):
        self.directory = os.path.join(journal, "tile")
        self.sealed = sealed
        self.found = {}
        self.checked = 0
        self.problem = None
        for path in self.list():
            match = TILE_NAME.fullmatch(path)
            if match:
                index = int(match.group(2).replace("/", "").replace("x", ""))
                width = int(match.group(3) or FULL)
                level = int(match.group(1))
                if width <= FULL and tile_path(level, index, width) == path:
                    self.found.setdefault((level, index), set()).add(width)
                    continue
            elif path.endswith(".part"):
                print("note: tile/%s was only being written when a crash came" % path)
                continue
            self.problem = self.problem or Bad("tile/" + path, 0, 0, "no tile has this name")
        for level in range(8):
            count = sealed >> 8 * level
            index, width = count // FULL, count % FULL
            here = self.found.get((level, index), ())
            if width and width not in here and FULL not in here:
                self.problem = self.problem or self.missing(level, index, width)

    def list(self):
        for directory, _, files in os.walk(self.directory):
            for file in files:
                path = os.path.relpath(os.path.join(directory, file), self.directory)
                yield path.replace(os.sep, "/")

    def missing(self, level, index, width):
        return Bad("tile/" + tile_path(level, index, width), 0, first_record(level, index),
                   "the tile is missing")

    def full(self, level, index, hashes):
        end = index + 1 << 8 * (level + 1)
        if end <= self.sealed and FULL not in self.found.get((level, index), ()):
            raise self.missing(level, index, FULL)
        self.compare(level, index, hashes)

    def compare(self, level, index, hashes):
        here = self.found.get((level, index), set())
        for width in sorted(w for w in here if w * 32 <= len(hashes)):
            name = "tile/" + tile_path(level, index, width)
            data = self.read(level, index, width)
            if len(data) != 32 * width:
                raise Bad(name, 0, first_record(level, index),
                          "%s is %d bytes long, not %d" % (name, len(data), 32 * width))
            for at in range(0, len(data), 32):
                if data[at:at + 32] != hashes[at:at + 32]:
                    record = (index * FULL + at // 32 << 8 * level) + 1
                    raise Bad(name, at, record,
                              "the hash there is not that of the journal's records")
            here.discard(width)
            self.checked += 1
        if not here:
            self.found.pop((level, index), None)

    def read(self, level, index, width):
        """A partial tile may go away while we look, once there is the full one."""
        try:
            with open(os.path.join(self.directory, tile_path(level, index, width)), "rb") as file:
                return file.read()
        except FileNotFoundError:
            full = os.path.join(self.directory, tile_path(level, index, FULL))
            if width == FULL or not os.path.exists(full):
                raise self.missing(level, index, width)
            with open(full, "rb") as file:
                return file.read()[:32 * width]

    def end(self, tree):
        for level, index, hashes in tree.edge():
            self.compare(level, index, hashes)
        for level, index in sorted(self.found):
            width = min(self.found[(level, index)])
            raise Bad("tile/" + tile_path(level, index, width), 0,
                      max(tree.size + 1, first_record(level, index)),
                      "it holds hashes of records that the journal does not have")


# ---------------------------------------------------------------- the history of checkpoints

class Content:
    """A file of the history: its checkpoints, and what is behind them and is none."""

    def __init__(self, path):
        self.name = "checkpoints/" + os.path.basename(path)
        self.entries = []
        self.what = None
        self.torn = False
        with open(path, "rb") as file:
            data = file.read()
        self.whole = 0
        while self.whole < len(data):
            end = end_of_note(data, self.whole)
            try:
                if end < 0:
                    raise Wrong("the checkpoint is cut short")
                note = Note(data[self.whole:end])
                self.entries.append((Checkpoint(note), self.whole))
            except Wrong as e:
                self.what = str(e)
                self.torn = end < 0 or data[-1] == 0
                return
            self.whole = end + 1

    def bad(self):
        record = self.entries[-1][0].size if self.entries else 0
        return Bad(self.name, self.whole, record, self.what)


def end_of_note(data, start):
    """The empty line behind the signatures: the second empty line from the start."""
    first = data.find(b"\n\n", start)
    if first < 0:
        return -1
    second = data.find(b"\n\n", first + 1)
    return second + 1 if second >= 0 else -1


class HistoryCheck:
    """Walks through the history of checkpoints beside the records."""

    def __init__(self, journal, log, epoch, outside):
        self.log, self.epoch, self.outside = log, epoch, outside
        self.before = None
        self.current = None
        self.checked = 0
        self.sealed = self.last = 0
        try:
            with open(os.path.join(journal, "checkpoint"), "rb") as file:
                self.newest = Checkpoint(Note(file.read()))
        except FileNotFoundError:
            raise Bad("checkpoint", 0, 0, "the newest checkpoint is missing")
        except Wrong as e:
            raise Bad("checkpoint", 0, 0, str(e))
        directory = os.path.join(journal, "checkpoints")
        names = sorted(os.listdir(directory)) if os.path.isdir(directory) else []
        files = [os.path.join(directory, n) for n in names if HISTORY_NAME.fullmatch(n)]
        if not files:
            raise Bad("checkpoints", 0, 0, "the history of checkpoints is missing")
        # now, so that a running server is only ever ahead of it
        end = Content(files[-1])
        known = end.entries or (Content(files[-2]).entries if len(files) > 1 else [])
        if known:
            self.last, self.sealed = known[-1][0].number, known[-1][0].size
        if end.entries:
            try:
                known[-1][0].signed_by(log)
            except Wrong as e:
                raise Bad(end.name, known[-1][1], self.sealed, "checkpoint: " + str(e))
        if end.what is not None:
            if self.newest.number > self.last or not end.torn:
                raise end.bad()
            print("note: the last checkpoint is being written, or was cut short by a crash")
        if self.newest.number < self.last - 1:
            print("note: checkpoint is number %d, and the history goes on to %d"
                  % (self.newest.number, self.last))
        if self.newest.number > self.last:
            raise Bad("checkpoint", 0, 0,
                      "it is checkpoint %d, and the history ends with %d: one of them was set back"
                      " or cut" % (self.newest.number, self.last))
        self.walk = self.entries(files, end)

    def entries(self, files, end):
        for path in files:
            content = end if path == files[-1] else Content(path)
            if content.what is not None and path != files[-1]:
                raise content.bad()
            if content.entries:
                if content.entries[0][0].number != int(os.path.basename(path)):
                    raise Bad(content.name, 0, 0, "it does not begin with the checkpoint of its"
                              " name")
            for checkpoint, offset in content.entries:
                yield checkpoint, content.name, offset

    def advance(self):
        self.before = self.current[0] if self.current else None
        self.current = next(self.walk, None)
        if self.current is None:
            return
        checkpoint = self.current[0]
        try:
            if self.before is None:
                if checkpoint.number != 1 or checkpoint.previous != ZEROS:
                    raise Wrong("checkpoint 1 should be here, not %d" % checkpoint.number)
                if self.epoch and self.epoch.point != checkpoint.epoch:
                    raise Wrong("the first epoch's key is not the one that was given")
            else:
                checkpoint.follows(self.before)
            if len(checkpoint.note.signatures) != 2:
                raise Wrong("it does not bear exactly the log's and its epoch's signature")
            checkpoint.signed_by(self.log)
        except Wrong as e:
            raise self.bad(checkpoint.size, "checkpoint: " + str(e))

    def bad(self, record, what):
        return Bad(self.current[1], self.current[2], record, what)

    def at(self, tree):
        """Holds all checkpoints of the tree's size against it."""
        while self.current and self.current[0].size == tree.size:
            checkpoint = self.current[0]
            if checkpoint.root != tree.root():
                good = self.before.size if self.before else 0
                raise self.bad(good + 1, "checkpoint %d is of other records: one of %d to %d was"
                               " changed since" % (checkpoint.number, good + 1, checkpoint.size))
            if (checkpoint.number == self.newest.number
                    and checkpoint.note.raw != self.newest.note.raw):
                raise Bad("checkpoint", 0, 0,
                          "it is not checkpoint %d of the history" % checkpoint.number)
            self.checked += 1
            for known in self.outside:
                if known.number == checkpoint.number and known.note.text != checkpoint.note.text:
                    raise self.bad(checkpoint.size, "checkpoint %d is not the one that is known"
                                   " outside" % known.number)
            self.advance()

    def end(self, size):
        if self.current:
            checkpoint = self.current[0]
            raise self.bad(size + 1, "checkpoint %d holds records 1 to %d, and the journal ends"
                           " with %d" % (checkpoint.number, checkpoint.size, size))


def read_outside(path, log):
    """Checkpoints from outside, by their numbers."""
    if not path:
        return []
    with open(path, "rb") as file:
        data = file.read()
    lines = SYSLOG.findall(data.decode("utf-8", "replace"))
    known = []
    try:
        if lines:
            raws = [unbase64(line) for line in lines]
        else:
            blocks = re.split(b"\n\n+", data.strip())
            if len(blocks) % 2:
                raise Wrong("it holds no signed notes, or the last one is cut short")
            raws = [blocks[i] + b"\n\n" + blocks[i + 1] + b"\n" for i in range(0, len(blocks), 2)]
        for raw in raws:
            checkpoint = Checkpoint(Note(raw))
            checkpoint.signed_by(log)
            known.append(checkpoint)
    except Wrong as e:
        raise Bad(OUTSIDE, 0, 0, "number %d: %s" % (len(known) + 1, e))
    known.sort(key=lambda c: c.number)
    for one, other in zip(known, known[1:]):
        twice = one.number == other.number
        if one.note.text != other.note.text if twice else one.size > other.size:
            raise Bad(OUTSIDE, 0, one.size, "checkpoint %d and checkpoint %d contradict each other:"
                      " the log was set back or forked" % (one.number, other.number))
    return known


class Seal:
    """Tiles, history and checkpoints from outside beside the records; keeps the first problem."""

    def __init__(self, journal, keys, outside_file):
        logs = [key for key in keys if not key.name.endswith("/epoch")]
        if not logs:
            sys.exit("the log's public key is missing: give it with --key")
        log = logs[0]
        epochs = [key for key in keys if key.name == log.name + "/epoch"]
        self.tree = Tree()
        self.problem = None
        self.outside, self.history, self.tiles = [], None, None
        self.guard(lambda: self.outside.extend(read_outside(outside_file, log)))
        self.waiting = list(self.outside)
        self.guard(lambda: self.open(journal, log, epochs[0] if epochs else None))
        self.guard(self.at_size)

    def open(self, journal, log, epoch):
        self.history = HistoryCheck(journal, log, epoch, self.outside)
        self.history.advance()
        self.tiles = TileCheck(journal, self.history.sealed)
        if self.tiles.problem:
            raise self.tiles.problem

    def guard(self, step):
        if self.problem is None:
            try:
                step()
            except Bad as e:
                self.problem = e

    def leaf(self, leaf):
        filled = self.tree.append(leaf)
        if self.problem is None:
            if filled:
                self.guard(lambda: [self.tiles.full(*tile) for tile in filled])
            self.guard(self.at_size)

    def at_size(self):
        size = self.tree.size
        while self.waiting and self.waiting[0].size <= size:
            known = self.waiting[0]
            if known.root != self.tree.root():
                at = self.outside.index(known)
                good = self.outside[at - 1].size if at else 0
                raise Bad(OUTSIDE, 0, good + 1, "checkpoint %d was made of other records: one of %d"
                          " to %d was changed since" % (known.number, good + 1, size))
            self.waiting.pop(0)
        self.history.at(self.tree)

    def end(self):
        size = self.tree.size
        self.guard(lambda: self.history.end(size))
        for known in self.outside:
            if known.size > size or self.history and known.number > self.history.last:
                self.problem = self.problem or Bad(
                    OUTSIDE, 0, min(size, known.size) + 1,
                    "checkpoint %d with records 1 to %d is known outside, and not here: the end was"
                    " cut off, or all was set back to an earlier state" % (known.number, known.size))
        self.guard(lambda: self.tiles.end(self.tree))
        if self.problem:
            raise self.problem
        if size > self.history.sealed:
            print("note: records %d to %d are not under a checkpoint yet"
                  % (self.history.sealed + 1, size))


# ---------------------------------------------------------------- the journal itself

MAGICS = b"SJR1", b"SJP1"


class Record:
    """A record's frame, checked by itself."""

    PREFIX = 20
    BARE_LEAF = 2 + 8 + 8 + 4 + 96
    MOST = 16 << 20

    def __init__(self, data, at, crc):
        rest = len(data) - at
        if rest < self.PREFIX:
            raise Wrong("the record is cut short")
        magic, checksum, leaf, fields, body = struct.unpack_from(">4sIIII", data, at)
        if (magic not in MAGICS or not self.BARE_LEAF <= leaf <= self.BARE_LEAF + 255
                or fields > self.MOST or body > self.MOST):
            raise Wrong("the bytes do not begin a record")
        self.length = self.PREFIX + leaf + fields + body
        if rest < self.length:
            raise Wrong("the record is cut short")
        if crc and crc32c(data[at + 8:at + self.length]) != checksum:
            raise Wrong("the record does not match its checksum")
        start = at + self.PREFIX
        self.leaf = data[start:start + leaf]
        version, name = self.leaf[0], self.leaf[1]
        if version != 1:
            raise Wrong("the record has the unknown format version %d" % version)
        self.type = self.leaf[2:2 + name].decode("ascii", "replace")
        self.purged = magic == b"SJP1"
        had_body = self.leaf[-32:] != ZEROS
        if self.purged and (body or fields and (fields < 16 or not had_body)):
            raise Wrong("the purged record lacks nothing, or lacks what a purge does not take")
        if leaf != self.BARE_LEAF + name or fields < 16 and not self.purged:
            raise Wrong("the record's lengths contradict each other")
        self.sequence, self.millis, self.place = struct.unpack_from(">QQI", self.leaf, 2 + name)
        digests = self.leaf[22 + name:]
        self.previous = digests[:32]
        self.parts = (data[start + leaf:start + leaf + fields],
                      data[at + self.length - body:at + self.length])
        self.digests = digests[32:64], digests[64:96]

    def hash(self):
        fields, body = self.parts
        if not (self.purged and not fields) and sha256(fields) != self.digests[0]:
            raise Wrong("the record's fields do not match their digest")
        if not self.purged and (sha256(body) if body else ZEROS) != self.digests[1]:
            raise Wrong("the record's body does not match its digest")
        return sha256(b"\x00", self.leaf)


# ---------------------------------------------------------------- recordings

OBJECT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}[a-z0-9]")


class Object:
    """A recording's file: header, chunks, digest. What it holds needs a key, what it is does not."""

    HEADER = 105
    HEAD = 20
    OVERHEAD = 28
    MOST = 4 << 20

    def __init__(self, file, crc):
        self.file, self.crc = file, crc
        # an object that is still written only ever grows behind this
        self.end = os.fstat(file.fileno()).st_size
        self.offset, self.chunks, self.last = 0, 0, False
        header = self.read(0, self.HEADER)
        if (len(header) < self.HEADER or header[:12] != b"SALLYO01" + struct.pack(">I", self.HEADER)
                or struct.unpack_from(">I", header, 12)[0] != crc32c(header[16:])):
            raise Wrong("it does not begin with the header of an object")
        self.digest = sha256(b"\x02", header)
        self.offset = self.HEADER

    def read(self, at, count):
        self.file.seek(at)
        return self.file.read(max(0, min(count, self.end - at)))

    def chunk(self, at, crc):
        head = self.read(at, self.HEAD)
        if not head:
            raise Wrong("it ends, and its last chunk is missing")
        if len(head) < self.HEAD:
            raise Wrong("the chunk is cut short")
        magic, checksum, index, last, length = struct.unpack(">4sIIII", head)
        if (magic != b"SOC1" or last > 1
                or not self.OVERHEAD <= length <= self.MOST + self.OVERHEAD):
            raise Wrong("the bytes do not begin a chunk")
        data = head + self.read(at + self.HEAD, length)
        if len(data) < self.HEAD + length:
            raise Wrong("the chunk is cut short")
        if crc and crc32c(data[8:]) != checksum:
            raise Wrong("the chunk does not match its checksum")
        return index, last == 1, data

    def next(self):
        index, last, data = self.chunk(self.offset, self.crc)
        if index != self.chunks:
            raise Wrong("chunk %d should be here, but it is %d" % (self.chunks, index))
        self.last = last
        self.digest = sha256(b"\x01", self.digest, data)
        self.chunks += 1
        self.offset += len(data)

    def claimed(self, fields):
        if self.digest.hex() != fields["digest"]:
            self.offset = 0
            raise Wrong("its digest is not the one on record")
        if (self.chunks, self.offset) != (fields["chunks"], fields["bytes"]):
            self.offset = 0
            raise Wrong("its length is not the one on record")

    def whole(self, fields):
        while not self.last:
            self.next()
        if self.offset < self.end:
            raise Wrong("%d bytes follow its last chunk" % (self.end - self.offset))
        self.claimed(fields)

    def begin(self, fields):
        """It was damaged when it was put on record: what was whole then."""
        while self.chunks < fields["chunks"]:
            self.next()
        self.claimed(fields)

    def open(self, _):
        """It may end within a chunk, but no whole one may follow one that does not hold."""
        try:
            while not self.last and self.offset < self.end:
                self.next()
        except Wrong:
            rest = self.read(self.offset, self.end)
            if any(self.holds(self.offset + match.start())
                   for match in re.finditer(b"SOC1", rest) if match.start() > 0):
                raise

    def holds(self, at):
        try:
            self.chunk(at, True)
            return True
        except Wrong:
            return False


class Recordings:
    """Every recording that the journal names, held against its file."""

    def __init__(self, directory):
        self.directory = directory
        self.checked = 0
        self.running, self.bad, self.purged = {}, {}, {}
        self.named, self.gone = set(), set()

    def record(self, record):
        if not self.directory or not record.parts[0]:
            return
        if record.type.startswith("recording."):
            fields = json.loads(record.parts[0][16:].decode("utf-8"))
            name = fields.get("recording", "")
            if record.type == "recording.started":
                self.running[name] = record.sequence
                self.named.add(name)
            elif record.type in ("recording.closed", "recording.recovered"):
                self.running.pop(name, None)
                self.named.add(name)
                self.closed(name, record.sequence, fields)
        elif record.type in ("purge", "purge.completed"):
            fields = json.loads(record.parts[0][16:].decode("utf-8"))
            if record.type == "purge":
                self.purged[fields["purge"]] = fields["objects"]
            else:
                self.purged.pop(fields["purge"], None)
                self.forget(fields["objects"])

    def forget(self, names):
        for name in names:
            self.gone.add(name)
            self.bad.pop(name, None)
            self.running.pop(name, None)

    def closed(self, name, sequence, fields):
        if not fields.get("problem"):
            self.check(name, sequence, fields, Object.whole)
            return
        print("note: recording %s was left damaged by a stopped server" % name)
        if fields["digest"]:
            self.check(name, sequence, fields, Object.begin)

    def place(self, name):
        """The file: among the open ones, or on the shelf of its last two letters and digits."""
        shelf = name.replace("-", "")[-2:]
        for place in ("open/" + name, shelf + "/" + name, "open/" + name):
            if os.path.isfile(os.path.join(self.directory, place + ".so")):
                return place + ".so"
        return shelf + "/" + name + ".so"

    def check(self, name, sequence, fields, how):
        if not OBJECT_NAME.fullmatch(name):
            self.bad[name] = Bad(name, 0, sequence, "no recording can have this name"), sequence
            return
        # the digest says whether all is right; only where it is not, checksums say from where on
        for crc in (False, True):
            place = self.place(name)
            what = "the recording is missing, and no later purge names it"
            offset = 0
            try:
                with open(os.path.join(self.directory, place), "rb") as file:
                    try:
                        found = Object(file, crc or how is Object.open)
                    except Wrong as e:
                        what = str(e)
                        raise FileNotFoundError()
                    try:
                        how(found, fields)
                        self.checked += 1
                        self.bad.pop(name, None)
                        return
                    except Wrong as e:
                        what, offset = str(e), found.offset
            except FileNotFoundError:
                pass
        where = "%s/%s" % (os.path.basename(os.path.abspath(self.directory)), place)
        self.bad[name] = Bad(where, offset, sequence, what), sequence

    def end(self):
        if not self.directory:
            return
        for name, sequence in list(self.running.items()):
            self.check(name, sequence, None, Object.open)
        for names in self.purged.values():
            self.forget(names)
        if self.running:
            print("note: %d recordings are being written, or were when the server stopped"
                  % len(self.running))
        for directory, _, files in os.walk(self.directory):
            for file in sorted(files):
                place = os.path.relpath(os.path.join(directory, file), self.directory)
                name = file[:-3]
                if name in self.gone:
                    print("note: %s was purged, and is still there" % place)
                elif name.startswith("probe-") and place == "open/" + file:
                    continue
                elif name not in self.named or self.place(name) != place:
                    print("note: %s is named by no record, or lies in a strange place" % place)
        if self.bad:
            raise min(self.bad.values(), key=lambda found: found[1])[0]


class Journal:
    """The segments in order, as the page on the format describes them."""

    HEADER = 148

    def __init__(self, directory, seal, recordings, crc):
        self.directory, self.seal, self.crc = directory, seal, crc
        self.recordings = recordings
        self.log, self.last, self.hash, self.records = None, 0, ZEROS, 0
        self.lacking = {}
        self.at_head = None
        self.head = self.read_head()
        names = sorted(n for n in os.listdir(directory) if SEGMENT_NAME.fullmatch(n))
        if self.head and self.head[1] == 0:
            self.at_head = self.hash
        for name in names:
            self.segment(name, name == names[-1])
        self.end(names)

    def read_head(self):
        try:
            with open(os.path.join(self.directory, "head"), "rb") as file:
                data = file.read()
        except FileNotFoundError:
            return None
        if (len(data) != 68 or data[:8] != b"SALLYHD1"
                or struct.unpack(">I", data[64:])[0] != crc32c(data[:64])):
            raise Bad("head", 0, 0, "the file that says how far the journal has come is damaged")
        return data[8:24], struct.unpack(">Q", data[24:32])[0], data[32:64]

    def reached(self):
        return self.head[1] if self.head else 0

    def segment(self, name, newest):
        with open(os.path.join(self.directory, name), "rb") as file:
            data = file.read()
        named = int(name[:16])
        header = data[:self.HEADER]
        try:
            self.header(header, named)
        except Wrong as e:
            unborn = (newest and isinstance(e, Unreadable) and len(data) <= self.HEADER
                      and self.reached() < named and not self.whole(data, 0))
            if not unborn:
                raise Bad(name, 0, self.last + 1, str(e))
            print("note: %s was only being made when a crash came" % name)
            return
        expected = sha256(b"\x02", header)
        at = self.HEADER
        try:
            while at < len(data):
                if data[at] == 0 and not data[at:].strip(b"\x00"):
                    if newest:
                        return
                    raise Wrong("zeros follow where the segment should end")
                record = Record(data, at, self.crc)
                expected = self.record(record, expected)
                self.purges(record, name, at)
                self.recordings.record(record)
                at += record.length
        except Wrong as e:
            if not newest or not self.torn(data, at):
                raise Bad(name, at, self.last + 1, str(e))
            print("note: %s ends with %d bytes that are no whole record: being written, or cut"
                  " short by a crash" % (name, len(data) - at))

    def header(self, header, named):
        if len(header) < self.HEADER:
            raise Unreadable("the segment's header is cut short")
        if header[:8] != b"SALLYJ01" or header[8:12] != struct.pack(">I", self.HEADER):
            raise Unreadable("the file does not begin with a segment's header")
        if struct.unpack(">I", header[12:16])[0] != crc32c(header[16:]):
            raise Unreadable("the segment's header does not match its checksum")
        log, first, previous = header[16:32], struct.unpack(">Q", header[32:40])[0], header[48:80]
        if self.log is not None and log != self.log:
            raise Wrong("the segment belongs to another log")
        if first != named or named != self.last + 1:
            raise Wrong("record %d should follow here, the segment begins with %d, its name says %d"
                        % (self.last + 1, first, named))
        if previous != self.hash:
            raise Wrong("the segment does not follow the record before it")
        self.log = log

    def record(self, record, expected):
        if record.sequence != self.last + 1:
            raise Wrong("record %d should be here, but it is %d" % (self.last + 1, record.sequence))
        if record.previous != expected:
            raise Wrong("the record does not follow the one before it")
        self.hash = record.hash()
        self.last = record.sequence
        self.records += 1
        if self.last == self.reached():
            self.at_head = self.hash
        self.seal.leaf(self.hash)
        return self.hash

    def purges(self, record, name, at):
        """What is missing must be named by a purge that stands later in the journal."""
        if record.purged:
            if record.type == "purge":
                raise Wrong("a purge is never purged")
            self.lacking[record.sequence] = (not record.parts[0], name, at)
        elif record.type == "purge" and self.lacking:
            fields = json.loads(record.parts[0][16:].decode("utf-8"))
            for kind in ("bodies", "fields"):
                for span in fields.get(kind, []):
                    for sequence in [s for s in self.lacking if span["first"] <= s <= span["last"]]:
                        if kind == "fields" or not self.lacking[sequence][0]:
                            del self.lacking[sequence]

    def whole(self, data, start):
        """Whole records at or behind an offset, looked for at every byte."""
        found = []
        at = self.begin(data, start)
        while at >= 0:
            try:
                record = Record(data, at, True)
                found.append(record)
                at += record.length - 1
            except Wrong:
                pass
            at = self.begin(data, at + 1)
        return found

    @staticmethod
    def begin(data, start):
        return min((at for at in (data.find(magic, start) for magic in MAGICS) if at >= 0),
                   default=-1)

    def torn(self, data, at):
        """Whether what follows can be the remains of one commit that never finished."""
        begins = self.last + 1
        return self.reached() < begins and all(
            record.sequence > begins and record.sequence - record.place <= begins
            for record in self.whole(data, at))

    def end(self, names):
        newest = names[-1] if names else "head"
        if self.head is None:
            if names:
                raise Bad("head", 0, self.last,
                          "the file that says how far the journal goes is missing")
            return
        log, reached, hash_ = self.head
        if reached > self.last:
            size = os.path.getsize(os.path.join(self.directory, newest)) if names else 0
            raise Bad(newest, size, self.last + 1,
                      "records up to %d were durable and are missing" % reached)
        if hash_ != self.at_head or self.log is not None and log != self.log:
            raise Bad("head", 0, reached, "it names another record than this one")
        for sequence, (_, name, at) in sorted(self.lacking.items()):
            raise Bad(name, at, sequence, "the record lacks a part, and no later purge names it")


class Unreadable(Wrong):
    """A header that is none, as against one that is another's."""


def main():
    options = argparse.ArgumentParser(description="Check a Sallyport journal.")
    options.add_argument("journal", help="the directory with the journal's files")
    options.add_argument("--key", action="append", default=[], metavar="VKEY")
    options.add_argument("--checkpoint", metavar="FILE", help="checkpoints from outside")
    options.add_argument("--objects", metavar="DIRECTORY", help="recordings; '' for none")
    options.add_argument("--fast", action="store_true", help="leave CRC32C of records out")
    given = options.parse_args()
    texts = given.key
    if not texts:
        beside = os.path.join(given.journal, "..", "keys", "seal.vkey")
        with open(beside, encoding="utf-8") as file:
            texts = [line for line in file if line.strip()]
    try:
        keys = [Key.parse(text) for text in texts]
    except Wrong as e:
        sys.exit("--key: %s" % e)
    try:
        seal = Seal(given.journal, keys, given.checkpoint)
        objects = os.path.join(os.path.abspath(given.journal), "..", "objects")
        recordings = Recordings(objects if given.objects is None else given.objects)
        journal = Journal(given.journal, seal, recordings, not given.fast)
        seal.end()
        recordings.end()
    except Bad as e:
        print("BAD: %s" % e)
        return 1
    print("OK: %d records, the last is %d, chain %s"
          % (journal.records, journal.last, journal.hash.hex()))
    if recordings.directory:
        print("OK: %d recordings" % recordings.checked)
    print("OK: %d tiles, %d checkpoints by %s, the newest over records 1 to %d"
          % (seal.tiles.checked, seal.history.checked, seal.history.log.name, seal.history.sealed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
