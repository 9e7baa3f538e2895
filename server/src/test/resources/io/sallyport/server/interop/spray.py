"""Sends UDP datagrams from whatever source address they name, again and again, at a steady rate.

spray.py FILE RATE SECONDS
FILE holds records: source address (4 bytes), source port (2), destination address (4), destination
port (2), length (2), payload. Prints how many were sent. Needs root for the raw socket.
"""

import socket
import struct
import sys
import time

HEADER = struct.Struct("!4sH4sHH")
TICK = 0.001


def datagrams(path):
    """IP packets ready to go, each with the address that it goes to."""
    data = open(path, "rb").read()
    made = []
    at = 0
    while at < len(data):
        source, source_port, target, target_port, length = HEADER.unpack_from(data, at)
        at += HEADER.size
        payload = data[at:at + length]
        at += length
        udp = struct.pack("!HHHH", source_port, target_port, 8 + length, 0) + payload
        # the kernel fills in the length and the checksum of the IP header
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 0, 0, 0, 64, socket.IPPROTO_UDP, 0, source, target)
        made.append((ip + udp, (socket.inet_ntoa(target), 0)))
    return made


def main(path, rate, seconds):
    packets = datagrams(path)
    out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    out.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
    sent = failed = 0
    start = time.monotonic()
    while (now := time.monotonic() - start) < seconds:
        # what is due by now, but no burst after a pause
        for _ in range(min(int(now * rate) - sent - failed, int(rate * TICK * 20))):
            packet, target = packets[(sent + failed) % len(packets)]
            try:
                out.sendto(packet, target)
                sent += 1
            except OSError:
                failed += 1
        time.sleep(TICK)
    print(f"sent {sent} failed {failed} in {time.monotonic() - start:.2f} s", flush=True)


main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
