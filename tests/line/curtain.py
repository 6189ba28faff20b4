"""A filter at the border, as people in Russia met it since June 2025: it counts the packets of each flow and then goes silent.

Curtain.passes(packet, now) says whether one IP packet goes on. A flow is one TCP or UDP pair of addresses and ports, both ways
together, from its first packet; a new SYN begins a new flow. After its last packet nothing passes any more, either way, and no
reset is made. With `fresh` every third (or so) TLS hello that resumes nothing is dropped, and its flow with it.
"""
import random
import struct

TCP, UDP = 6, 17
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
HELLO_BYTES_MAX = 16_384
PRE_SHARED_KEY = 41


class Flow:
    """What one pair of ports has carried so far. `limit` is None where nothing is counted."""

    def __init__(self, number, client, server, limit, now):
        self.number, self.client, self.server, self.limit, self.began = number, client, server, limit, now
        self.packets = {"up": 0, "down": 0}
        self.bytes = {"up": 0, "down": 0}
        self.last = now
        self.silent = ""
        self.hello = Hello()

    def total(self):
        return self.packets["up"] + self.packets["down"]

    def told(self):
        return {
            "flow": self.number, "client": self.client[1], "server": self.server[1],
            "up": self.packets["up"], "down": self.packets["down"], "packets": self.total(),
            "bytes_up": self.bytes["up"], "bytes_down": self.bytes["down"],
            "began": round(self.began, 3), "seconds": round(self.last - self.began, 3), "silent": self.silent, "hello": self.hello.kind,
        }


class Hello:
    """The first TLS record of a client, put together from its segments in whatever order they come."""

    def __init__(self):
        self.first = None  # sequence number of the first byte
        self.pieces = {}
        self.kind = ""  # "fresh", "resumed", "none" once it is known

    def take(self, sequence, payload):
        """True when this segment completes the hello."""
        if self.kind or not payload or self.first is None:
            return False
        at = (sequence - self.first) & 0xFFFFFFFF
        if at > HELLO_BYTES_MAX:
            return False
        self.pieces[at] = payload
        data = b""
        while (piece := next((self.pieces[key][len(data) - key:] for key in self.pieces
                              if key <= len(data) < key + len(self.pieces[key])), None)):
            data += piece
        self.kind = kind_of_hello(data)
        if self.kind:
            self.pieces = {}
        return self.kind in ("fresh", "resumed")


def kind_of_hello(data):
    """"" while more is needed; "none" where no TLS begins; "resumed" with a pre_shared_key, else "fresh"."""
    if data[:1] not in (b"", b"\x16"):
        return "none"
    if len(data) < 5 or len(data) < 5 + struct.unpack(">H", data[3:5])[0]:
        return ""
    if data[5] != 1:
        return "none"
    try:
        return "resumed" if PRE_SHARED_KEY in extensions_of(data[9:]) else "fresh"
    except (IndexError, struct.error):
        return "none"


def extensions_of(hello):
    """The numbers of a ClientHello's extensions, in their order."""
    at = 2 + 32
    at += 1 + hello[at]
    at += 2 + struct.unpack(">H", hello[at:at + 2])[0]
    at += 1 + hello[at]
    end = at + 2 + struct.unpack(">H", hello[at:at + 2])[0]
    at += 2
    found = []
    while at < end:
        number, size = struct.unpack(">HH", hello[at:at + 4])
        found.append(number)
        at += 4 + size
    return found


class Packet:
    """The head of one IPv4 packet of TCP or UDP; `parse` gives None for anything else."""

    @staticmethod
    def parse(raw):
        if len(raw) < 28 or raw[0] >> 4 != 4 or raw[9] not in (TCP, UDP):
            return None
        head = (raw[0] & 15) * 4
        packet = Packet()
        packet.protocol = raw[9]
        ports = struct.unpack(">HH", raw[head:head + 4])
        packet.source, packet.target = (raw[12:16], ports[0]), (raw[16:20], ports[1])
        packet.flags, packet.sequence, packet.payload = 0, 0, raw[head + 8:]
        if packet.protocol == TCP:
            if len(raw) < head + 20:
                return None
            packet.sequence = struct.unpack(">I", raw[head + 4:head + 8])[0]
            packet.flags = raw[head + 13]
            packet.payload = raw[head + (raw[head + 12] >> 4) * 4:]
        return packet


class Curtain:
    def __init__(self, packets_min=0, packets_max=0, fresh_every=0, seed=5):
        """@param packets_min, packets_max how many packets of a flow pass, chosen for each; 0: all. @param fresh_every 3: drops each third"""
        self.packets_min, self.packets_max, self.fresh_every = packets_min, packets_max, fresh_every
        self.random = random.Random(seed)
        self.flows, self.open = [], {}
        self.fresh_seen = 0

    def passes(self, raw, now):
        packet = Packet.parse(raw)
        if packet is None:
            return True
        flow, way = self.flow_of(packet, now)
        if flow.silent or (flow.limit is not None and flow.total() >= flow.limit):
            flow.silent = flow.silent or f"after {flow.total()} packets"
            return False
        if way == "up" and packet.protocol == TCP and self.drops_hello(flow, packet):
            flow.silent = "its fresh hello"
            return False
        flow.packets[way] += 1
        flow.bytes[way] += len(raw)
        flow.last = now
        return True

    def flow_of(self, packet, now):
        key = (packet.protocol, packet.source, packet.target)
        begins = packet.flags & (SYN | ACK) == SYN
        flow = self.open.get(key)
        if flow is not None and not (begins and flow.hello.first != (packet.sequence + 1) & 0xFFFFFFFF):
            return flow, "up"
        back = self.open.get((packet.protocol, packet.target, packet.source))
        if back is not None and flow is None and not begins:
            return back, "down"
        limit = self.random.randint(self.packets_min, self.packets_max) if self.packets_max else None
        flow = Flow(len(self.flows) + 1, packet.source, packet.target, limit, now)
        if begins:
            flow.hello.first = (packet.sequence + 1) & 0xFFFFFFFF
        self.flows.append(flow)
        self.open[key] = flow
        return flow, "up"

    def drops_hello(self, flow, packet):
        if not flow.hello.take(packet.sequence, packet.payload) or flow.hello.kind != "fresh":
            return False
        self.fresh_seen += 1
        return self.fresh_every > 0 and self.fresh_seen % self.fresh_every == 0
