# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Looks at the operation centre and the sensors in a real browser (Debian's chromium and chromium-driver).

usage: centre.py ADDRESS NAME PASSWORD [--pictures FOLDER]

The person is a supervisor of the whole city, in which there is at least one open matter with a place and one sensor with
readings. Failures are: an error in the browser's console, a finding of axe in either theme, a page that scrolls sideways at
390 px, English words on a Chinese page, and a change that a second window does not show by itself.
"""

import argparse
import json
import pathlib
import re
import time
import urllib.request

from windows import Window

# Latin letters that are right on a Chinese page: names of people, codes, units, and the language's name.
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {"ada", "bar", "pipe", "deep", "English", "Town", "MPa", "Supervisor"}


class Look(Window):
    def check_chinese(self, name):
        text = self.js("document.body.innerText")
        words = {word for word in LATIN.findall(text) if word not in NAMES}
        assert not words, f"{name} is not Chinese throughout: {sorted(words)[:20]}"


def has_map(look):
    return not look.all("#no-map") or look.js("document.getElementById('no-map').hidden")


def marks(look):
    return look.js(
        "document.getElementById('map').map.queryRenderedFeatures({layers: ['matters']}).map(f => f.properties.count)")


def centre(look):
    look.open("/centre?lang=en")
    look.wait("the queue", lambda: look.all("#rows .row"))
    look.wait("the live stream", lambda: "Live" in look.find("[data-connection]").text)
    if has_map(look):
        look.wait("the map", lambda: look.all("#map[data-ready]"))
        look.wait("the matters on it", lambda: sum(marks(look)) > 0)
    look.see("centre")

    # Down into a part of the city and back: the address carries it.
    look.find("#places .parts a").click()
    look.wait("the part", lambda: "area=" in look.driver.current_url and look.all("#places .place-crumbs a"))
    look.driver.back()
    look.wait("the whole city", lambda: "area=" not in look.driver.current_url and not look.all("#places .place-crumbs a"))

    # A matter beside the list, by its link and by its mark on the map.
    look.find("#rows .row-title").click()
    look.wait("the matter", lambda: look.all("#detail") and "matter=" in look.driver.current_url)
    look.see("centre-matter")
    look.driver.refresh()
    look.wait("the matter after a reload", lambda: look.all("#detail"))
    look.find("#detail .close").click()
    look.wait("the list", lambda: not look.all("#detail"))
    if has_map(look):
        look.wait("the map", lambda: look.all("#map[data-ready]"))
        look.wait("the matters on it", lambda: sum(marks(look)) > 0)
        look.js(
            "(map => { const mark = map.queryRenderedFeatures({layers: ['matters']})[0];"
            "const point = map.project(mark.geometry.coordinates);"
            "map.fire('click', {point, lngLat: map.unproject(point)}); })(document.getElementById('map').map)")
        look.wait("what the mark stands for",
                  lambda: "matter=" in look.driver.current_url or "box=" in look.driver.current_url)

    # Every number opens its rows.
    for link in [a.get_attribute("href") for a in look.all("#vitals a") if "/centre" in a.get_attribute("href")]:
        look.driver.get(link)
        assert look.all("#side h2"), link


def live(look, person):
    """What one window does, another shows by itself."""
    look.open("/centre")
    look.wait("the live stream", lambda: "Live" in look.find("[data-connection]").text)
    first = look.driver.current_window_handle
    rows = len(look.all("#rows .row"))
    report = urllib.request.Request(
        look.address + "/api/v1/public/reports", json.dumps({"type": look.type, "text": "live"}).encode(),
        {"Content-Type": "application/json"})
    urllib.request.urlopen(report)
    look.wait("the new report", lambda: len(look.all("#rows .row")) == rows + 1)
    look.expected.append("ERR_INTERNET_DISCONNECTED")
    look.connection(False)
    look.wait("the loss", lambda: "Connection lost" in look.find("[data-connection]").text, 5)
    look.connection(True)
    look.wait("the live stream again", lambda: "Live" in look.find("[data-connection]").text)
    look.driver.switch_to.new_window("window")
    look.open("/centre")
    if not look.all("#mode"):
        look.driver.close()
        look.driver.switch_to.window(first)
        return
    second = look.driver.current_window_handle
    for path in ("/centre", "/matters", "/sensors"):
        look.driver.switch_to.window(first)
        look.open(path)
        # Time for the stream to begin: pages that follow nothing else do not say that they follow it.
        time.sleep(1)
        for reason in ("A flood", "It is over"):
            look.driver.switch_to.window(second)
            look.find("#mode summary").click()
            look.find("#reason").send_keys(reason)
            look.find("#mode button[type=submit]").click()
            look.wait("the act", lambda: bool(look.all(".emergency-line")) == (reason == "A flood"))
            look.driver.switch_to.window(first)
            look.wait(f"the mode at {path}", lambda: bool(look.all(".emergency-line")) == (reason == "A flood"))
            if reason == "A flood":
                assert reason in look.find(".emergency-line").text
                look.see("centre-emergency" if path == "/centre" else f"{path[1:]}-emergency")
    look.driver.switch_to.window(second)
    look.driver.close()
    look.driver.switch_to.window(first)


def without_scripts(look):
    look.scripts(False)
    look.open("/centre")
    assert look.all("#rows .row") and look.all("#vitals .vital") and look.all("#timeline svg")
    look.find("#rows .row-title").click()
    assert look.all("#detail")
    look.open("/sensors")
    assert look.all("table.sensors tbody tr")
    look.scripts(True)


def sensors(look):
    look.open("/sensors?lang=en")
    look.see("sensors")
    address = look.find("table.sensors tbody a").get_attribute("href")
    look.driver.get(address)
    look.wait("the chart", lambda: look.all(".chart canvas"))
    look.see("sensor")
    look.open("/sensors/compare?code=" + address.rsplit("/", 1)[1])
    look.wait("the chart", lambda: look.all(".chart canvas"))
    look.see("sensors-compare")
    return address


def chinese(look, sensor):
    for path, name in (("/centre", "centre"), ("/sensors", "sensors"), (sensor[len(look.address):], "sensor")):
        look.open(path + "?lang=zh-Hans")
        if name == "centre":
            look.wait("the live stream", lambda: "实时" in look.find("[data-connection]").text)
        look.see(f"zh-{name}")
        if not look.pictures:
            look.check_chinese(name)
    look.open("/centre?theme=wall")
    look.wait("the wall", lambda: look.all("#rows .row"))
    look.see("zh-wall")
    look.open(sensor[len(look.address):] + "?theme=wall")
    look.wait("the chart", lambda: look.all(".chart canvas") and look.all(".dygraph-axis-label"))
    sizes = look.js("[...document.querySelectorAll('.dygraph-axis-label')].map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert min(sizes) >= 18, f"a wall is read from afar: {sizes}"
    look.check_access("a sensor on the wall")
    look.open("/?lang=en")


def printed(look):
    """Paper is narrow and no telephone: the league keeps its places and bars, lists are tables, a sum stands at the end alone."""
    look.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    look.width(700)
    shown = lambda selector: look.js("getComputedStyle(document.querySelector(arguments[0])).display", selector)
    look.open("/statistics?period=all")
    assert shown("table.league td.rank") == shown("table.league td.bars") == "table-cell"
    assert shown("table.league tfoot") == "table-row-group" and shown(".rail") == shown("form.filters") == "none"
    look.open("/matters?state=all")
    assert shown("table.matters") == "table" and shown("table.matters tbody tr") == "table-row"
    look.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    look.theme("light")
    look.width(look.usual)


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "name", "password"):
        parser.add_argument(name)
    parser.add_argument("--type", default="pothole", help="a type of matter that everybody may report")
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    look = Look(given.address, "look", pictures=given.pictures, draws_maps=True)
    look.type = given.type
    try:
        look.sign_in(given.name, given.password)
        centre(look)
        live(look, given.name)
        without_scripts(look)
        chinese(look, sensors(look))
        printed(look)
    except BaseException:
        look.tell("centre")
        raise
    finally:
        look.driver.quit()
    print("the look is done")


main()
