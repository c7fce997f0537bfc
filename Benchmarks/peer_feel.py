# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""The expressions of `citywide bench decisions`, worked out by bkflow-feel: one line of JSON for each figure."""

import json
import time

from bkflow_feel.api import parse_expression

CONDITION = "temperature > 30 and humidity < 40 and wind >= 5"


def measure(name, count, body):
    body(0)
    wall, cpu = time.perf_counter(), time.process_time()
    for index in range(count):
        body(index)
    print(json.dumps({
        "name": name, "count": count, "seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


measure("three-condition rule, a reading", 300, lambda index: parse_expression(
    CONDITION, context={"temperature": 20 + index % 20, "humidity": 30 + index % 30, "wind": index % 10}))
