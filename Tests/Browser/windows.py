# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Windows of a real browser (Debian's chromium and chromium-driver), each of one person, for walks through the pages."""

import json
import pathlib
import sys
import tempfile
import time

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
    """One person's window. What a page must not be is an AssertionError of the method that looks for it."""

    def __init__(self, address, name, width=1280, pictures=None, draws_maps=False):
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en"):
            options.add_argument(word)
        # Maps need WebGL, which a machine without a graphics card does slowly.
        for word in ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist") \
                if draws_maps else ("--disable-gpu",):
            options.add_argument(word)
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(60)
        self.address = address.rstrip("/")
        self.name = name
        self.usual = width
        self.pictures = pictures
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
        # What the browser says of refusals that a walk provokes.
        self.expected = []
        self.width(width)
        self.theme("light")

    # --- The browser ----------------------------------------------------------------------------------------------------

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

    def scripts(self, run):
        """Lets pages run scripts, or not."""
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not run})

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

    def js(self, expression, *values):
        """The value of an expression of JavaScript."""
        return self.script("return " + expression, *values)

    def wait(self, what, condition, seconds=30):
        def attempt(_):
            try:
                return condition()
            except (ElementNotInteractableException, NoSuchElementException, StaleElementReferenceException):
                return False

        return WebDriverWait(self.driver, seconds, poll_frequency=0.1).until(
            attempt, message=f"{self.name} waited in vain for {what}")

    def click(self, selector):
        def attempt():
            element = self.find(selector)
            self.script("arguments[0].scrollIntoView({block: 'center'})", element)
            element.click()
            return True

        # What is brought up to date in between is found anew.
        self.wait(f"a click on {selector}", attempt)

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def sign_in(self, name, password, anew=False):
        if anew:
            self.driver.delete_all_cookies()
        if anew or "/sign-in" not in self.driver.current_url:
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
        wide = self.js("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        culprits = self.js(
            "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll, .tabs, .map') && "
            "e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 120))")
        self.width(self.usual)
        assert wide[0] <= wide[1], f"{where} scrolls sideways at 390 px: {wide[0]} > {wide[1]}: {culprits}"

    def check_access(self, where):
        """What axe finds wrong for people who see, hear or move otherwise, in both themes."""
        if not AXE.exists():
            print("skipped: there is no .assets/axe.min.js (scripts/set-up brings it)")
            return
        # What stands under the bar at the top is found to be covered.
        self.script("scrollTo(0, 0)")
        for theme in ("light", "dark"):
            self.theme(theme)
            if not self.js("typeof axe === 'object'"):
                self.script(AXE.read_text(encoding="utf-8"))
            faults = self.driver.execute_async_script(
                "const [rules, done] = arguments; axe.run({runOnly: rules}).then(found => done(found.violations.map("
                "fault => [fault.id, ...fault.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' | ' + "
                "node.failureSummary.slice(0, 200))])))", RULES)
            self.theme("light")
            assert not faults, f"{where} in the theme {theme}: {json.dumps(faults, ensure_ascii=False, indent=1)}"

    def check_speed(self, where, most_bytes=400_000, most_milliseconds=5000):
        """What the page loads altogether, and when something was on the screen; the time only tells what is broken."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.driver.refresh()
        size, paint = self.script(
            "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];"
            "const paint = performance.getEntriesByName('first-contentful-paint')[0];"
            "return [all.reduce((sum, e) => sum + (e.transferSize || 0), 0), paint ? paint.startTime : 0]")
        print(f"{where}: {size} bytes, first paint after {paint:.0f} ms")
        assert size <= most_bytes, f"{where} loads {size} bytes"
        assert paint <= most_milliseconds, f"{where} shows something only after {paint} ms"

    def see(self, name):
        """Looks at a page as it is, and draws it at three widths in both themes where pictures are wanted."""
        self.check_console(name)
        self.check_width(name)
        self.check_access(name)
        if not self.pictures:
            return
        for width in (390, 1280, 1920):
            for theme in ("light", "dark"):
                self.theme(theme)
                self.width(width)
                height = self.js("document.documentElement.scrollHeight")
                self.width(width, max(900, min(height, 4000)))
                if self.all(".map"):
                    time.sleep(1.5)
                self.driver.save_screenshot(str(self.pictures / f"{name}-{width}-{theme}.png"))
        self.theme("light")
        self.width(self.usual)

    def tell(self, walk):
        """Where it stands and what it saw, for whoever looks for a fault."""
        picture = pathlib.Path(tempfile.gettempdir()) / f"{walk}-failure-{self.name}.png"
        self.driver.save_screenshot(str(picture))
        print(f"{self.name} at {self.driver.current_url}; picture: {picture}", file=sys.stderr)
        print(self.driver.get_log("browser"), file=sys.stderr)
