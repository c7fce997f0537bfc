#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""What open consoles cost a running city, and how soon they show a change.

usage: consoles.py ADDRESS NAME PASSWORD [--consoles 500] [--changes 100] [--seconds 30] [--page PATH] [--pid PID]

Opens so many consoles: each follows the live stream and asks for its page again as the pages' script does (Sources/Libraries/
CAssets/files/scripts/pace.js): at once after a quiet moment, every few seconds where very much happens. Meanwhile so many notes a
second are written on open matters by one person, who needs a role that writes notes. Prints how long it took from the sending of a
change until the stream told a console of it, for one console in fifty until its page had been fetched anew where that was asked for
at once, and with the process number of a server on this machine its processor time and memory.
"""

import argparse
import asyncio
import http.client
import json
import os
import re
import statistics
import time
import urllib.parse
from pathlib import Path

WORTH, SHORTEST, LONGEST = 0.3, 0.03, 10.0
CHANGE = re.compile(rb'"subject":"([0-9A-Z]+)","revision":(\d+)')


class Session:
    """A person who has signed in."""

    def __init__(self, address, name, password):
        self.host = urllib.parse.urlsplit(address).netloc
        connection = http.client.HTTPConnection(self.host)
        connection.request(
            "POST", "/api/v1/session", json.dumps({"name": name, "password": password}), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        if answer.status != 201:
            raise SystemExit(f"{name} cannot sign in: {answer.status} {body}")
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        self.token = body["csrfToken"]

    def get(self, path):
        connection = http.client.HTTPConnection(self.host)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        return json.loads(connection.getresponse().read())


class Console:
    """An open page."""

    def __init__(self, session, page, sent):
        self.session, self.page, self.sent = session, page, sent
        self.heard, self.shown, self.fetches = [], [], 0
        self.count, self.pause, self.last, self.waiting = 0, 0.0, -LONGEST, None

    async def follow(self):
        host, port = self.session.host.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write((
            f"GET /api/v1/live HTTP/1.1\r\nHost: {self.session.host}\r\nCookie: {self.session.cookie}\r\n"
            "Accept: text/event-stream\r\n\r\n").encode())
        rest = b""
        while chunk := await reader.read(1 << 16):
            *lines, rest = (rest + chunk).rsplit(b"\n", 1)
            now = time.perf_counter()
            for found in CHANGE.finditer(lines[0] if lines else b""):
                at = self.sent.get((found[1], found[2]))
                if at is not None:
                    self.heard.append(now - at)
                    self.ask(at)

    def ask(self, at):
        self.count += 1
        if self.waiting is None:
            delay = max(SHORTEST, self.last + self.pause - time.perf_counter())
            self.waiting = asyncio.create_task(self.fetch(delay, at if delay == SHORTEST else None))

    async def fetch(self, delay, at):
        await asyncio.sleep(delay)
        self.pause, self.count = min(self.count * WORTH, LONGEST), 0
        host, port = self.session.host.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write((
            f"GET {self.page} HTTP/1.1\r\nHost: {self.session.host}\r\nCookie: {self.session.cookie}\r\nAccept: text/html\r\n"
            "Connection: close\r\n\r\n").encode())
        while await reader.read(1 << 16):
            pass
        writer.close()
        self.fetches += 1
        if at is not None:
            self.shown.append(time.perf_counter() - at)
        self.last, self.waiting = time.perf_counter(), None
        if self.count:
            self.ask(None)
            self.count -= 1


def usage(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    memory = int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), memory


async def change(session, matters, rate, seconds, sent):
    """Notes, one after the other over one connection, each at its time."""
    host, port = session.host.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    start, made = time.perf_counter(), 0
    while (now := time.perf_counter() - start) < seconds:
        if made > now * rate:
            await asyncio.sleep(made / rate - now)
        matter = matters[made % len(matters)]
        body = json.dumps({"text": f"measured {made}", "public": False}).encode()
        at = time.perf_counter()
        # The stream may tell of it before the answer is here.
        sent[(matter["id"].encode(), b"%d" % (matter["revision"] + 1))] = at
        writer.write((
            f"POST /api/v1/matters/{matter['id']}/notes HTTP/1.1\r\nHost: {session.host}\r\nCookie: {session.cookie}\r\n"
            f"X-CSRF-Token: {session.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"content-length: (\d+)", head, re.I)[1])
        answer = json.loads(await reader.readexactly(length))
        if not head.startswith("HTTP/1.1 200"):
            raise SystemExit(f"a note was refused: {head.splitlines()[0]} {answer}")
        matter["revision"] = answer["revision"]
        made += 1
    return made


def line(name, seconds):
    if not seconds:
        return print(f"  {name}: none")
    ordered = sorted(seconds)
    print(f"  {name}: median {statistics.median(ordered) * 1000:.0f} ms, 99 % {ordered[int(len(ordered) * .99)] * 1000:.0f} ms, "
          f"most {ordered[-1] * 1000:.0f} ms, of {len(ordered):,}")


async def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "name", "password"):
        parser.add_argument(name)
    parser.add_argument("--consoles", type=int, default=500)
    parser.add_argument("--changes", type=float, default=100)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--page", default="/matters")
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    session = Session(given.address, given.name, given.password)
    matters = session.get("/api/v1/matters?state=accepted,dispatched,inProgress&limit=200")["items"]
    if not matters:
        raise SystemExit("there is no open matter to write notes on")
    sent = {}
    consoles = [Console(session, given.page, sent) for _ in range(given.consoles)]
    streams = [asyncio.create_task(console.follow()) for console in consoles]
    await asyncio.sleep(2)
    before = usage(given.pid) if given.pid else None
    made = await change(session, matters, given.changes, given.seconds, sent)
    await asyncio.sleep(1)
    print(f"{given.consoles} consoles on {given.page}, {made / given.seconds:.1f} changes a second for {given.seconds:.0f} s")
    line("change → told", [took for console in consoles for took in console.heard])
    line("change → page fetched, where asked at once", [took for console in consoles for took in console.shown])
    print(f"  {sum(console.fetches for console in consoles) / given.seconds:.1f} pages a second")
    if before:
        after = usage(given.pid)
        print(f"  server: {(after[0] - before[0]) / (given.seconds + 1):.2f} cores, {after[1]:.0f} MB")
    for stream in streams:
        stream.cancel()


asyncio.run(main())
