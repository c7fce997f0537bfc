#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""How long it takes until others see what somebody does, while many consoles are open.

usage: live.py ADDRESS NAME PASSWORD [--consoles N] [--acts N] [--pid PID]

Signs in, opens the live stream that a page of the console opens, as often as there are consoles, and reports matters one after the
other. Prints how many milliseconds after sending the report the event had come to a console: to all consoles together, and to the
last of them. With the process number of a server on this machine also its processor time and memory.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import selectors
import socket
import threading
import time
import urllib.parse


def sign_in(url, name, password):
    connection = http.client.HTTPConnection(url.hostname, url.port)
    connection.request(
        "POST", "/api/v1/session", json.dumps({"name": name, "password": password}), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    cookie = answer.getheader("Set-Cookie")
    if answer.status >= 300 or not cookie:
        raise SystemExit(f"{name} cannot sign in: {answer.status} {body}")
    token = next((value for key, value in body.items() if "csrf" in key.lower()), "")
    return {"Cookie": cookie.split(";")[0], "X-CSRF-Token": token}


def processor(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "name", "password"):
        parser.add_argument(name)
    parser.add_argument("--consoles", type=int, default=500)
    parser.add_argument("--acts", type=int, default=100)
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    url = urllib.parse.urlsplit(given.address)
    session = sign_in(url, given.name, given.password)

    chooser = selectors.DefaultSelector()
    for number in range(given.consoles):
        stream = socket.create_connection((url.hostname, url.port))
        stream.sendall(
            f"GET /api/v1/live HTTP/1.1\r\nHost: {url.netloc}\r\nCookie: {session['Cookie']}\r\n"
            "Accept: text/event-stream\r\n\r\n".encode())
        stream.setblocking(False)
        chooser.register(stream, selectors.EVENT_READ, number)
    # By what was sent when, and who has seen it when.
    sent, seen, ended, closed = {}, {}, threading.Event(), []

    def listen():
        rest = {}
        while not ended.is_set():
            for key, _ in chooser.select(0.2):
                data = key.fileobj.recv(1 << 16)
                now = time.monotonic()
                if not data:
                    closed.append(key.data)
                    chooser.unregister(key.fileobj)
                    continue
                data = rest.get(key.data, b"") + data
                for match in re.finditer(rb'"subject":"([0-9A-Za-z]+)"', data):
                    seen.setdefault(match.group(1).decode(), {}).setdefault(key.data, now)
                rest[key.data] = data[-200:]

    threading.Thread(target=listen, daemon=True).start()
    time.sleep(2)
    before = processor(given.pid) if given.pid else 0
    connection = http.client.HTTPConnection(url.hostname, url.port)
    for number in range(given.acts):
        body = json.dumps({"type": "street-light", "text": f"Dark, number {number}", "position": [123.6, 30.2]})
        begin = time.monotonic()
        connection.request("POST", "/api/v1/matters", body, {**session, "Content-Type": "application/json"})
        answer = connection.getresponse()
        matter = json.loads(answer.read())
        if answer.status >= 300:
            raise SystemExit(f"a matter was refused: {answer.status} {matter}")
        sent[matter["id"]] = begin
        time.sleep(max(0, 0.2 - (time.monotonic() - begin)))
    time.sleep(2)
    ended.set()
    each = sorted((at - sent[act]) * 1000 for act in sent for at in seen.get(act, {}).values())
    last = sorted((max(seen[act].values()) - sent[act]) * 1000 for act in sent if seen.get(act))
    if not each:
        raise SystemExit("no console saw anything")

    def words(times):
        return f"median {times[len(times) // 2]:.0f} ms, 99 % {times[int(len(times) * 0.99)]:.0f} ms, most {times[-1]:.0f} ms"

    print(f"{given.consoles} consoles, {len(sent)} reports; {len(each)} of {given.consoles * len(sent)} sights, {len(closed)} closed")
    print(f"  to a console: {words(each)}")
    print(f"  to the last:  {words(last)}")
    if given.pid:
        status = pathlib.Path(f"/proc/{given.pid}/status").read_text()
        memory = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
        print(f"  server: {processor(given.pid) - before:.1f} CPU seconds, {memory:.0f} MB")


main()
