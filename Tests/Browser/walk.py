# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Leads a real browser (Debian's chromium and chromium-driver) through pages, and looks at each: console, width, pictures."""

import json
import sys

try:
    from selenium import webdriver
except ImportError:
    # Nothing to drive a browser with: whoever starts this skips it.
    sys.exit(9)
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# What the browser says of refusals that the walk provokes.
EXPECTED = ("status of 422", "status of 412")


class Walk:
    def __init__(self, address, pictures=None, axe=None):
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
            options.add_argument(word)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.address = address.rstrip("/")
        self.pictures = pictures
        # What the browser may say besides.
        self.expected = EXPECTED
        self.axe = axe.read_text() if axe else None
        self.theme("light")
        self.width(1280)

    # --- The browser --------------------------------------------------------------------------------------------------

    def width(self, width):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600,
        })

    def theme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": name}],
        })

    def open(self, path):
        self.driver.get(self.address + path)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, what, condition, seconds=20):
        def attempt(_):
            try:
                return condition()
            except StaleElementReferenceException:
                return False

        WebDriverWait(self.driver, seconds).until(attempt, message=f"waited in vain for {what}")

    def click(self, selector):
        element = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def check_console(self, where):
        for line in self.driver.get_log("browser"):
            if line["level"] == "SEVERE" and not any(known in line["message"] for known in self.expected):
                raise AssertionError(f"{where}: the console says {line['message']}")

    def check_width(self, where):
        """A page of a telephone scrolls in one direction only."""
        self.width(390)
        wide = self.driver.execute_script(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        culprits = self.driver.execute_script(
            "return [...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll') && "
            "e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))")
        self.width(1280)
        assert wide[0] <= wide[1], f"{where} scrolls sideways at 390 px: {wide[0]} > {wide[1]}: {culprits}"

    def see(self, name):
        """Looks at a page as it is: console, width, and pictures where they are wanted."""
        self.check_console(name)
        self.check_width(name)
        if not self.pictures:
            return
        for width in (390, 1280, 1920):
            for theme in ("light", "dark"):
                self.width(width)
                self.theme(theme)
                height = self.driver.execute_script("return document.documentElement.scrollHeight")
                self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": max(900, min(height, 4000)), "deviceScaleFactor": 1,
                    "mobile": width < 600,
                })
                self.driver.save_screenshot(str(self.pictures / f"{name}-{width}-{theme}.png"))
        self.theme("light")
        self.width(1280)

    def sign_in(self, name, password):
        self.driver.delete_all_cookies()
        self.open("/sign-in")
        self.find("#name").send_keys(name)
        self.find("#password").send_keys(password)
        self.click("main button[type=submit]")
        self.wait("the start page", lambda: "/sign-in" not in self.driver.current_url)

    def script(self, on):
        """Lets pages run scripts, or not."""
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not on})

    def check_axe(self, where):
        """No violation of axe's rules, in both themes, on a telephone and on a desk."""
        if not self.axe:
            return
        for width in (390, 1280):
            for theme in ("light", "dark"):
                self.width(width)
                self.theme(theme)
                self.driver.execute_script(self.axe)
                found = self.driver.execute_async_script(
                    "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']})"
                    ".then(r => done(r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)"
                    " + ' | ' + n.failureSummary.slice(0, 200))])))")
                assert not found, f"{where} at {width} px, {theme}: {json.dumps(found, ensure_ascii=False, indent=1)}"
        self.theme("light")
        self.width(1280)

    def check_speed(self, where, most_bytes=400_000, most_milliseconds=5000):
        """What the page loads altogether, and when something was on the screen; the time only tells what is broken."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.driver.refresh()
        size, paint = self.driver.execute_script(
            "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];"
            "const paint = performance.getEntriesByName('first-contentful-paint')[0];"
            "return [all.reduce((sum, e) => sum + (e.transferSize || 0), 0), paint ? paint.startTime : 0]")
        print(f"{where}: {size} bytes, first paint after {paint:.0f} ms")
        assert size <= most_bytes, f"{where} loads {size} bytes"
        assert paint <= most_milliseconds, f"{where} shows something only after {paint} ms"
