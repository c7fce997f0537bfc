#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""How long a running city takes for its pages: milliseconds from request to the last byte, over one connection.

usage: pages.py ADDRESS NAME PASSWORD [--times N] [--pid PID] [PATH…]

By default the first page of /matters with all states, a search, the desk and the statistics, each again and again, and many pages of
/matters once each. Prints the median and the 95th
percentile, and the size of the page. With the process number of a server on this machine also the processor time of one page, which
other work on the machine does not change; what the city does by itself meanwhile is in it. A page that the person may not open is
named and passed: in the demo city `dispatcher` opens all of them.
"""

import argparse
import html
import http.client
import os
import pathlib
import re
import statistics
import time
import urllib.parse

PATHS = [
    "/matters?state=all", "/matters", "/matters?state=all&text=%E8%B7%AF%E7%81%AF", "/matters?due=week", "/desk",
    "/statistics?period=all",
]


# Pages whose lines nobody has seen yet: the server keeps what it rendered of those.
WALK = "/matters?state=all&order=oldest"


def sign_in(connection, name, password):
    body = urllib.parse.urlencode({"name": name, "password": password, "next": "/"})
    connection.request("POST", "/sign-in", body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie") or ""
    if answer.status != 303 or "citywide_session=" not in cookie:
        raise SystemExit(f"{name} cannot sign in: {answer.status}")
    return cookie.split(";")[0]


def processor(pid):
    """Milliseconds of processor time that a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "name", "password"):
        parser.add_argument(name)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--pid", type=int)
    parser.add_argument("paths", nargs="*")
    given = parser.parse_intermixed_args()
    url = urllib.parse.urlsplit(given.address)
    connection = http.client.HTTPConnection(url.hostname, url.port)
    headers = {"Cookie": sign_in(connection, given.name, given.password), "Accept": "text/html"}
    print(f"{'median':>9} {'95 %':>9} {'processor ' if given.pid else ''}{'kB':>7}  path")
    for path in given.paths or [*PATHS, WALK]:
        connection.request("GET", path, headers=headers)
        refused = connection.getresponse()
        refused.read()
        if refused.status == 403:
            print(f"{'–':>9} {'–':>9} {'':>9}  {path}: {given.name} may not open it")
            continue
        took, next_path = [], path
        before = processor(given.pid) if given.pid else 0
        while next_path and len(took) < given.times + 5:
            start = time.perf_counter()
            connection.request("GET", next_path, headers=headers)
            answer = connection.getresponse()
            page = answer.read()
            took.append((time.perf_counter() - start) * 1000)
            if answer.status != 200:
                raise SystemExit(f"{next_path}: {answer.status}")
            if path == WALK:
                found = re.search(rb'href="([^"]+)" rel="next"', page)
                next_path = found and html.unescape(found[1].decode())
        used = f"{(processor(given.pid) - before) / len(took):6.1f} ms " if given.pid else ""
        took = sorted(took[5:] or took)
        print(
            f"{statistics.median(took):6.1f} ms {took[int(len(took) * 0.95)]:6.1f} ms {used}{len(page) / 1000:7.1f}  {path}"
            + (" and the pages after it, each once" if path == WALK else ""))


main()
