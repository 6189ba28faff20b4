#!/usr/bin/env python3
"""A bad line in user space, for kernels without netem: two TUN devices, and between them a rate, a delay, a loss and a short queue.

bad_line.py <device> <device> <bits a second> <delay in ms> <loss in percent>

Prints "ready" once both devices are there; runs until it is ended. Needs root.
"""
import fcntl
import heapq
import os
import random
import select
import struct
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET_BYTES_MAX = 2048
QUEUE_BYTES_MAX = 30_000


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


class Direction:
    """One way of the line: packets leave one after the other, as fast as the rate allows, and arrive after the delay."""

    def __init__(self, into, rate, delay, loss):
        self.into, self.rate, self.delay, self.loss = into, rate, delay, loss
        self.free_at = 0.0
        self.flying = []
        self.count = 0

    def take(self, packet, now):
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
            try:
                os.write(self.into, heapq.heappop(self.flying)[2])
            except OSError:
                pass  # the device is not up yet

    def next_at(self):
        return self.flying[0][0] if self.flying else float("inf")


def main():
    here, there, rate, delay, loss = sys.argv[1:]
    random.seed(5)
    devices = [open_tun(here), open_tun(there)]
    way = (float(rate), float(delay) / 1000, float(loss) / 100)
    from_device = {devices[0]: Direction(devices[1], *way), devices[1]: Direction(devices[0], *way)}
    print("ready", flush=True)
    while True:
        wait = min(direction.next_at() for direction in from_device.values()) - time.monotonic()
        readable, _, _ = select.select(devices, [], [], max(0.0, min(wait, 1.0)))
        now = time.monotonic()
        for device in readable:
            try:
                from_device[device].take(os.read(device, PACKET_BYTES_MAX), now)
            except OSError:
                pass  # read while the device is being moved
        for direction in from_device.values():
            direction.deliver(now)


main()
