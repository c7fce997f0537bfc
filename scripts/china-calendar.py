#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Writes Packs/shared/calendars/china.json from the dates of the package chinesecalendar.

    pip install chinesecalendar==1.11.0
    scripts/china-calendar.py

Run it again when the State Council has announced the next year (each November) and the package has followed; raise
VERSION then, so that running clocks keep the calendar they began with.
"""

import json
import pathlib

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

VERSION = 1
TARGET = pathlib.Path(__file__).resolve().parent.parent / "Packs/shared/calendars/china.json"

NAMES = {
    Holiday.new_years_day.value: ("New Year's Day", "元旦"),
    Holiday.spring_festival.value: ("Spring Festival", "春节"),
    Holiday.tomb_sweeping_day.value: ("Tomb-sweeping Day", "清明节"),
    Holiday.labour_day.value: ("Labour Day", "劳动节"),
    Holiday.dragon_boat_festival.value: ("Dragon Boat Festival", "端午节"),
    Holiday.national_day.value: ("National Day", "国庆节"),
    Holiday.mid_autumn_festival.value: ("Mid-autumn Festival", "中秋节"),
    Holiday.anti_fascist_70th_day.value: (
        "70th Anniversary of the Victory over Fascism",
        "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
    ),
}


def line(value):
    return json.dumps(value, ensure_ascii=False)


def block(entries):
    """An object with one member a line."""
    return "{\n" + ",\n".join(f"    {line(key)}: {line(value)}" for key, value in entries) + "\n  }"


def name(english):
    return dict(zip(("en", "zh-Hans"), NAMES[english]))


def main():
    years = sorted({date.year for date in holidays})
    hours = ["09:00-12:00", "13:00-17:00"]
    week = [("source", "example, to be confirmed")]
    week += [(day, hours) for day in ("monday", "tuesday", "wednesday", "thursday", "friday")]
    members = [
        ("code", line("china")),
        ("version", line(VERSION)),
        ("name", line({"en": "China: working days", "zh-Hans": "中国：工作日"})),
        (
            "source",
            line(
                "yearly notices of the General Office of the State Council on the arrangement of public holidays "
                f"(国务院办公厅关于部分节假日安排的通知), {years[0]} to {years[-1]}, "
                "as collected by chinesecalendar 1.11.0 (MIT)"
            ),
        ),
        ("timeZone", line("Asia/Shanghai")),
        ("weekly", block(week)),
        ("holidays", block((date.isoformat(), name(holidays[date])) for date in sorted(holidays))),
        (
            "makeUpWorkdays",
            block((date.isoformat(), {"name": name(workdays[date])}) for date in sorted(workdays)),
        ),
    ]
    text = "{\n" + ",\n".join(f"  {line(key)}: {value}" for key, value in members) + "\n}\n"
    json.loads(text)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET}: {len(holidays)} holidays, {len(workdays)} make-up workdays, {years[0]} to {years[-1]}")


if __name__ == "__main__":
    main()
