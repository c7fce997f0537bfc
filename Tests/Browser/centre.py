# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Looks at the operation centre and the sensors in a real browser (Debian's chromium and chromium-driver).

usage: centre.py ADDRESS NAME PASSWORD [--axe FILE] [--pictures FOLDER]

The person is a supervisor of the whole city, in which there is at least one open matter with a place and one sensor with
readings. Failures are: an error in the browser's console, a finding of axe in either theme, a page that scrolls sideways at
390 px, English words on a Chinese page, and a change that a second window does not show by itself.
"""

import argparse
import json
import pathlib
import re
import sys
import tempfile
import time
import urllib.request

try:
    from selenium import webdriver
except ImportError:
    # Nothing to drive a browser with: whoever starts this skips it.
    sys.exit(9)
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# Latin letters that are right on a Chinese page: names of people, codes, units, and the language's name.
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {"ada", "bar", "pipe", "deep", "English", "Town", "MPa", "Supervisor"}


class Look:
    def __init__(self, given):
        options = webdriver.ChromeOptions()
        for word in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en", "--use-gl=angle",
            "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
        ):
            options.add_argument(word)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(60)
        self.address = given.address.rstrip("/")
        self.axe = given.axe.read_text() if given.axe and given.axe.exists() else None
        self.pictures = given.pictures
        self.theme("light")
        self.width(1280)

    def width(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        })

    def theme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}],
        })

    def open(self, path):
        self.driver.get(self.address + path)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def wait(self, what, condition, seconds=30):
        def attempt(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return False

        return WebDriverWait(self.driver, seconds, poll_frequency=0.2).until(attempt, message=f"waited in vain for {what}")

    def js(self, script, *values):
        return self.driver.execute_script("return " + script, *values)

    def sign_in(self, name, password):
        self.open("/sign-in?lang=en")
        self.find("#name").send_keys(name)
        self.find("#password").send_keys(password)
        self.find("main button[type=submit]").click()
        self.wait("the start page", lambda: "/sign-in" not in self.driver.current_url)

    # --- What every page must be ------------------------------------------------------------------------------------------

    def check(self, name):
        for line in self.driver.get_log("browser"):
            assert line["level"] != "SEVERE", f"{name}: the console says {line['message']}"
        for theme in ("light", "dark"):
            self.theme(theme)
            self.check_axe(f"{name} ({theme})")
        self.theme("light")
        self.width(390)
        wide = self.js("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        culprits = self.js(
            "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .map') && "
            "e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))")
        self.width(1280)
        assert wide[0] <= wide[1], f"{name} scrolls sideways at 390 px: {wide[0]} > {wide[1]}: {culprits}"
        if self.pictures:
            self.draw(name)

    def check_axe(self, name):
        if not self.axe:
            return
        self.driver.execute_script(self.axe)
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(result => done(result.violations"
            ".map(rule => [rule.id, ...rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' '"
            " + (node.any[0]?.message ?? ''))])))")
        assert not found, f"{name}: axe finds {json.dumps(found, ensure_ascii=False)}"

    def draw(self, name):
        for width in (390, 1280, 1920):
            for theme in ("light", "dark"):
                self.width(width, 1080 if width == 1920 else 900)
                self.theme(theme)
                time.sleep(1.5)
                self.driver.save_screenshot(str(self.pictures / f"{name}-{width}-{theme}.png"))
        self.theme("light")
        self.width(1280)

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
    look.check("centre")

    # Down into a part of the city and back: the address carries it.
    look.find("#places .parts a").click()
    look.wait("the part", lambda: "area=" in look.driver.current_url and look.all("#places .place-crumbs a"))
    look.driver.back()
    look.wait("the whole city", lambda: "area=" not in look.driver.current_url and not look.all("#places .place-crumbs a"))

    # A matter beside the list, by its link and by its mark on the map.
    look.find("#rows .row-title").click()
    look.wait("the matter", lambda: look.all("#detail") and "matter=" in look.driver.current_url)
    look.check("centre-matter")
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
    look.driver.switch_to.new_window("window")
    look.open("/centre")
    if not look.all("#mode"):
        look.driver.close()
        look.driver.switch_to.window(first)
        return
    for reason in ("A flood", "It is over"):
        look.find("#mode summary").click()
        look.find("#reason").send_keys(reason)
        look.find("#mode button[type=submit]").click()
        look.wait("the act", lambda: bool(look.all(".emergency-line")) == (reason == "A flood"))
        second = look.driver.current_window_handle
        look.driver.switch_to.window(first)
        look.wait("the mode in the other window", lambda: bool(look.all(".emergency-line")) == (reason == "A flood"))
        if reason == "A flood":
            assert reason in look.find(".emergency-line").text
            look.check("centre-emergency")
        look.driver.switch_to.window(second)
    look.driver.close()
    look.driver.switch_to.window(first)


def without_scripts(look):
    look.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    look.open("/centre")
    assert look.all("#rows .row") and look.all("#vitals .vital") and look.all("#timeline svg")
    look.find("#rows .row-title").click()
    assert look.all("#detail")
    look.open("/sensors")
    assert look.all("table.sensors tbody tr")
    look.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def sensors(look):
    look.open("/sensors?lang=en")
    look.check("sensors")
    address = look.find("table.sensors tbody a").get_attribute("href")
    look.driver.get(address)
    look.wait("the chart", lambda: look.all(".chart canvas"))
    look.check("sensor")
    look.open("/sensors/compare?code=" + address.rsplit("/", 1)[1])
    look.wait("the chart", lambda: look.all(".chart canvas"))
    look.check("sensors-compare")
    return address


def chinese(look, sensor):
    for path, name in (("/centre", "centre"), ("/sensors", "sensors"), (sensor[len(look.address):], "sensor")):
        look.open(path + "?lang=zh-Hans")
        if name == "centre":
            look.wait("the live stream", lambda: "实时" in look.find("[data-connection]").text)
        look.check(f"zh-{name}")
        if not look.pictures:
            look.check_chinese(name)
    look.open("/centre?theme=wall")
    look.wait("the wall", lambda: look.all("#rows .row"))
    look.check("zh-wall")
    look.open("/?lang=en")


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "name", "password"):
        parser.add_argument(name)
    parser.add_argument("--type", default="pothole", help="a type of matter that everybody may report")
    parser.add_argument("--axe", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    look = Look(given)
    look.type = given.type
    try:
        look.sign_in(given.name, given.password)
        centre(look)
        live(look, given.name)
        without_scripts(look)
        chinese(look, sensors(look))
    except BaseException:
        picture = pathlib.Path(tempfile.gettempdir()) / "centre-failure.png"
        look.driver.save_screenshot(str(picture))
        print(f"at {look.driver.current_url}; picture: {picture}", file=sys.stderr)
        print(look.driver.get_log("browser"), file=sys.stderr)
        raise
    finally:
        look.driver.quit()
    print("the look is done")


main()
