# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Windows of a real browser (Debian's chromium and chromium-driver), each of one person, for walks through the pages."""

import pathlib
import sys

try:
    from selenium import webdriver
except ImportError:
    # Nothing to drive a browser with: whoever starts this skips it.
    sys.exit(9)
from selenium.common.exceptions import ElementNotInteractableException, NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

AXE = pathlib.Path(__file__).resolve().parents[2] / ".assets/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Window:
    def __init__(self, address, name, width=1280, pictures=None):
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
            options.add_argument(word)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.address = address.rstrip("/")
        self.name = name
        self.usual = width
        self.pictures = pictures
        # What the browser says of refusals that a walk provokes.
        self.expected = []
        self.width(width)
        self.theme("light")

    def width(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        })

    def theme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}],
        })

    def connection(self, is_there):
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
            "offline": not is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        })

    def open(self, path):
        self.driver.get(self.address + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self):
        return self.find("main").text

    def script(self, script, *values):
        return self.driver.execute_script(script, *values)

    def wait(self, what, condition, seconds=20):
        def attempt(_):
            try:
                return condition()
            except (ElementNotInteractableException, NoSuchElementException, StaleElementReferenceException):
                return False

        WebDriverWait(self.driver, seconds).until(attempt, message=f"{self.name} waited in vain for {what}")

    def click(self, selector):
        element = self.find(selector)
        self.script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def sign_in(self, name, password):
        if "/sign-in" not in self.driver.current_url:
            self.open("/sign-in")
        self.find("#name").send_keys(name)
        self.find("#password").send_keys(password)
        self.click("main button[type=submit]")
        self.wait("the page after signing in", lambda: "/sign-in" not in self.driver.current_url)

    # --- What every page must be ----------------------------------------------------------------------------------------

    def check_console(self, where):
        for line in self.driver.get_log("browser"):
            if line["level"] == "SEVERE" and not any(known in line["message"] for known in self.expected):
                raise AssertionError(f"{self.name}, {where}: the console says {line['message']}")

    def check_width(self, where):
        """A page of a telephone scrolls in one direction only."""
        self.width(390)
        wide = self.script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        culprits = self.script(
            "return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .presets') && "
            "e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))")
        self.width(self.usual)
        assert wide[0] <= wide[1], f"{where} scrolls sideways at 390 px: {wide[0]} > {wide[1]}: {culprits}"

    def check_access(self, where):
        """What axe finds wrong for people who see, hear or move otherwise, in both themes."""
        if not AXE.exists():
            print("skipped: there is no .assets/axe.min.js (scripts/set-up brings it)")
            return
        for theme in ("light", "dark"):
            self.theme(theme)
            if not self.script("return typeof axe === 'object'"):
                self.script(AXE.read_text(encoding="utf-8"))
            faults = self.driver.execute_async_script(
                "const [rules, done] = arguments; axe.run({runOnly: rules}).then(found => done(found.violations.map("
                "fault => `${fault.id}: ${fault.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`)))",
                RULES)
            self.theme("light")
            assert not faults, f"{where} in the theme {theme}: {faults}"

    def see(self, name):
        self.check_console(name)
        self.check_width(name)
        self.check_access(name)
        if not self.pictures:
            return
        for width in (390, 1280, 1920):
            for theme in ("light", "dark"):
                self.theme(theme)
                self.width(width)
                height = self.script("return document.documentElement.scrollHeight")
                self.width(width, max(900, min(height, 4000)))
                self.driver.save_screenshot(str(self.pictures / f"{name}-{width}-{theme}.png"))
        self.theme("light")
        self.width(self.usual)
