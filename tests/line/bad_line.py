#!/usr/bin/env python3
"""A bad line in user space, for kernels without netem: two TUN devices, and between them a rate, a delay, a loss, a short queue, and a
filter that counts packets (curtain.py). The filter stands on the first device's side: what is lost on the way to it is not counted.

bad_line.py <device> <device> <bits a second> <delay in ms> <loss in percent> [--packets N or MIN:MAX] [--fresh-every N] [--seed N]

Prints "ready" once both devices are there; runs until it is ended. Reads commands, one a line: "flows" prints all flows so far as one line of
JSON; "packets N", "packets MIN:MAX" and "fresh-every N" (0: off) hold for flows that begin afterwards. Needs root.
"""
import argparse
import fcntl
import heapq
import json
import os
import random
import select
import struct
import time

from curtain import Curtain

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET_BYTES_MAX = 2048
QUEUE_BYTES_MAX = 30_000


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


class Direction:
    """One way of the line: packets leave one after the other, as fast as the rate allows, and arrive after the delay."""

    def __init__(self, into, rate, delay, loss, before, behind):
        """@param before, behind what lets a packet onto the line, and out of it at its other end"""
        self.into, self.rate, self.delay, self.loss = into, rate, delay, loss
        self.before, self.behind = before, behind
        self.free_at = 0.0
        self.flying = []
        self.count = 0

    def take(self, packet, now):
        if not self.before(packet, now):
            return
        waiting_bytes = max(0.0, self.free_at - now) * self.rate / 8
        if waiting_bytes > QUEUE_BYTES_MAX:
            return
        self.free_at = max(now, self.free_at) + len(packet) * 8 / self.rate
        if random.random() < self.loss:
            return
        self.count += 1
        heapq.heappush(self.flying, (self.free_at + self.delay, self.count, packet))

    def deliver(self, now):
        while self.flying and self.flying[0][0] <= now:
            packet = heapq.heappop(self.flying)[2]
            if not self.behind(packet, now):
                continue
            try:
                os.write(self.into, packet)
            except OSError:
                pass  # the device is not up yet

    def next_at(self):
        return self.flying[0][0] if self.flying else float("inf")


def span(text):
    """"25" or "15:25"."""
    low, _, high = text.partition(":")
    return int(low), int(high or low)


def obey(command, curtain):
    word, _, value = command.strip().partition(" ")
    if word == "flows":
        print(json.dumps([flow.told() for flow in curtain.flows]), flush=True)
    elif word == "packets":
        curtain.packets_min, curtain.packets_max = span(value)
    elif word == "fresh-every":
        curtain.fresh_every, curtain.fresh_seen = int(value), 0


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("here", "there"):
        parser.add_argument(name)
    for name in ("rate", "delay", "loss"):
        parser.add_argument(name, type=float)
    parser.add_argument("--packets", type=span, default=(0, 0))
    parser.add_argument("--fresh-every", type=int, default=0)
    parser.add_argument("--seed", type=int, default=5)
    return parser.parse_args()


def main():
    told = arguments()
    random.seed(told.seed)
    curtain = Curtain(*told.packets, told.fresh_every, told.seed)
    devices = [open_tun(told.here), open_tun(told.there)]
    way = (told.rate, told.delay / 1000, told.loss / 100)

    def anything(_packet, _now):
        return True

    from_device = {devices[0]: Direction(devices[1], *way, curtain.passes, anything),
                   devices[1]: Direction(devices[0], *way, anything, curtain.passes)}
    print("ready", flush=True)
    orders = open(0, "rb", buffering=0)  # unbuffered: select must see each line
    commands = [orders]
    while True:
        wait = min(direction.next_at() for direction in from_device.values()) - time.monotonic()
        readable, _, _ = select.select(devices + commands, [], [], max(0.0, min(wait, 1.0)))
        now = time.monotonic()
        if orders in readable:
            command = orders.readline()
            obey(command.decode(), curtain)
            commands = commands if command else []
        for device in devices:
            if device in readable:
                try:
                    from_device[device].take(os.read(device, PACKET_BYTES_MAX), now)
                except OSError:
                    pass  # read while the device is being moved
        for direction in from_device.values():
            direction.deliver(now)


main()
