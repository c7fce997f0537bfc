# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Walks a citizen's report from its first word to its rating in a real browser (Debian's chromium and chromium-driver).

usage: public.py ADDRESS STAFF [--pictures FOLDER]

STAFF is a JSON file with API tokens by role (intake, handler, verifier) and, under `administrator`, a name and a password.
One citizen writes English and has scripts, another writes Chinese and has none. An error in the browser's console, a page
that scrolls sideways at 390 px, a violation of axe's rules and a heavy or slow page are failures. With --pictures every
page is drawn at 390, 1280 and 1920 px, in both themes.
"""

import argparse
import json
import pathlib
import struct
import tempfile
import urllib.request
import zlib

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from windows import Window

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">{{t.city}}'\"&"


def picture(folder):
    """A small photograph, as PNG."""
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + bytes((x * 2) % 256 for x in range(120 * 3)) for _ in range(90))
    data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 120, 90, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    path = folder / "photo.png"
    path.write_bytes(data)
    return str(path)


def camera_notes(longitude, latitude):
    """What a camera that lies on its side writes into a JPEG: how to turn the picture, and a place (segment APP1, Exif)."""
    def entry(tag, kind, count, value):
        return struct.pack("<HHI", tag, kind, count) + value

    def degrees(number):
        return struct.pack("<6I", int(number), 1, int(number * 60 % 60), 1, int(number * 3600 % 60), 1)

    first = struct.pack("<H", 2) + entry(0x0112, 3, 1, struct.pack("<HH", 6, 0)) + entry(0x8825, 4, 1, struct.pack("<I", 38))
    place = (struct.pack("<H", 4) + entry(1, 2, 2, b"N\0\0\0") + entry(2, 5, 3, struct.pack("<I", 92))
             + entry(3, 2, 2, b"E\0\0\0") + entry(4, 5, 3, struct.pack("<I", 116)))
    tiff = b"II*\0\x08\0\0\0" + first + bytes(4) + place + bytes(4) + degrees(latitude) + degrees(longitude)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


# Puts a file into the field for the photograph, as choosing one does.
PUT = """
const put = (parts, name, type) => {
  const files = new DataTransfer();
  files.items.add(new File(parts, name, { type }));
  const field = document.getElementById("photo");
  field.files = files.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  return field;
};
"""


class Citizen(Window):
    def choose(self, selector):
        """A radio or a check box inside a card."""
        element = self.find(selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def go(self, step):
        self.click(f"button[name=go][value={step}]")


class Staff:
    """Does with the interface what the city's people do."""

    def __init__(self, address, tokens):
        self.address = address
        self.tokens = tokens

    def call(self, role, method, path, body=None):
        request = urllib.request.Request(
            self.address + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.tokens[role]}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    STEPS = (("intake", "accept", {}), ("handler", "start", {}), ("handler", "handle", {"result": "Filled."}),
             ("verifier", "verify", {}), ("verifier", "close", {}))

    def finish(self, number, steps=STEPS):
        """Takes a report in, has it handled and checked."""
        matters = self.call("intake", "GET", "/api/v1/matters?limit=100")["items"]
        matter = next(one["id"] for one in matters if one["number"] == number)
        for role, action, body in steps:
            self.call(role, "POST", f"/api/v1/matters/{matter}/{action}", body)


def report_in_english(walk, photo):
    """With scripts: types while one types, a place by its name, the own place."""
    walk.open("/?lang=en")
    walk.see("landing")
    walk.check_speed("the start page")
    walk.open("/report")
    walk.see("what")
    walk.check_speed("the first step")
    walk.find("#text").send_keys("A deep pothole, my name is Ann Lee, call 13812345678")
    walk.wait("a suggested type", lambda: walk.all("#suggestions input[value=pothole]"))
    assert "you wrote: pothole" in walk.find("#suggestions").text
    assert not walk.all("input[name=type]:checked"), "what nobody has chosen yet looks answered"
    walk.choose("#suggestions input[value=pothole]")
    walk.find("#photo").send_keys(photo)
    walk.wait("the preview", lambda: walk.find("#photo-preview").is_displayed())
    walk.see("what-filled")
    walk.go("where")
    walk.wait("the second step", lambda: walk.all("#placeName"))
    # The own place, asked for and given.
    walk.driver.execute_cdp_cmd("Browser.grantPermissions", {"permissions": ["geolocation"], "origin": walk.address})
    walk.driver.execute_cdp_cmd(
        "Emulation.setGeolocationOverride", {"latitude": 30.5, "longitude": 120.25, "accuracy": 12})
    walk.click("#here-button")
    walk.wait("the own place", lambda: "12 m" in walk.find("#here-said").text)
    assert walk.find("#place-list input:checked").get_attribute("value") == "120.25000,30.50000"
    walk.find("#placeName").send_keys("high")
    walk.wait("a place", lambda: "High Street" in walk.find("#place-list").text)
    assert walk.find("#place-list input:checked").get_attribute("value") == "120.25000,30.50000", "what was chosen stays"
    choose_on_map(walk)
    walk.see("where")
    walk.find("#address").send_keys("before number 5")
    # Another language in the middle: nothing is lost.
    for language in ("zh-Hans", "en"):
        walk.click(f"footer button[formaction$='lang={language}']")
        walk.wait("the other language", lambda: walk.js("document.documentElement.lang") == language)
        assert walk.find("#address").get_attribute("value") == "before number 5"
        assert walk.find("#place-list input:checked").get_attribute("value"), "the place that was chosen stays"
    walk.go("near")
    walk.wait("the number", lambda: "/reports/" in walk.driver.current_url)
    assert "sent=true" in walk.driver.current_url
    walk.see("done")
    address = walk.driver.current_url
    # Follow it: a page of one's own and two feeds.
    walk.click("form[action$='/follow'] button")
    walk.wait("the list", lambda: "/follow/" in walk.driver.current_url)
    walk.see("follow")
    for link in walk.all("main p.soft a"):
        with urllib.request.urlopen(link.get_attribute("href")) as feed:
            assert feed.status == 200
    return address


def choose_on_map(walk):
    """The map comes when it is wanted, is drawn of the city's own tiles, and takes a place by a tap and by the keyboard."""
    assert not walk.all("script[src*='maplibre']"), "nobody pays for a map that they do not want"
    walk.click("#map-button")
    walk.wait("the map, or that there is none here", lambda: walk.js(
        "document.getElementById('map').dataset.ready || document.getElementById('map-offer').dataset.failed"))
    assert walk.js("document.getElementById('map').dataset.ready"), "the browser of this walk draws maps"
    walk.wait("the ground", lambda: walk.js(
        "document.getElementById('map').map.queryRenderedFeatures().length") > 0)
    chosen = lambda: walk.find("#place-list input:checked").get_attribute("value")
    before = chosen()
    assert walk.all(".maplibregl-marker"), "the place that was chosen before is marked"
    canvas = walk.find("#map canvas")
    walk.script("arguments[0].scrollIntoView({block: 'center'})", canvas)
    ActionChains(walk.driver).move_to_element_with_offset(canvas, 40, 30).click().perform()
    walk.wait("the place that was tapped", lambda: chosen() != before)
    tapped = chosen()
    canvas.send_keys(Keys.ARROW_LEFT)
    walk.wait("the move", lambda: not walk.js("document.getElementById('map').map.isMoving()"))
    canvas.send_keys(Keys.ENTER)
    walk.wait("the middle of the map", lambda: chosen() != tapped)
    assert len(walk.all("#place-list [data-here]")) == 1, "one place is chosen, not several"


def number_of(address):
    return address.split("/reports/")[1].split("?")[0]


def watch(walk, staff, address):
    """Whoever looks at the page of a report sees the steps of others, and keeps what they type."""
    walk.driver.get(address)
    state = walk.find("h2.now").text
    walk.click("details.plain-details summary")
    for step, words in zip(staff.STEPS[:2], ("Dispatched", "In progress")):
        staff.finish(number_of(address), [step])
        walk.wait(f"the step {step[1]}", lambda: walk.find("h2.now").text == words)
        assert walk.find("[data-said]").get_attribute("textContent") == words, "it is said to those who do not see it"
    assert state != "Dispatched" and walk.all("details.plain-details[open]"), "what was opened stays open"
    assert not walk.all("[data-part=own].glow"), "what was opened is no news"
    staff.finish(number_of(address), staff.STEPS[2:])
    walk.wait("the question whether one is satisfied", lambda: walk.all("button.grade"))
    walk.find("#comment").send_keys("while the page is brought up to date")
    asked = walk.js("performance.getEntriesByType('resource').length")
    walk.wait("the next look", lambda: walk.js("performance.getEntriesByType('resource').length") > asked)
    assert walk.find("#comment").get_attribute("value") == "while the page is brought up to date"
    walk.find("#comment").clear()
    walk.check_console("a report that is worked on")


def rate(walk, address, grade):
    walk.driver.get(address.replace("&sent=true", ""))
    walk.see("rate")
    walk.click(f"button.grade-{grade}")
    walk.wait("the rating", lambda: not walk.all("button.grade"))
    walk.see("rated")


def neighbour(walk, address):
    """Somebody else: sees what everybody may see, is offered the report instead of making another, searches near it."""
    walk.driver.delete_all_cookies()
    path = "/reports/" + number_of(address)
    walk.open(path + "?lang=en")
    text = walk.find("main").text
    assert "pothole" in text and "•••" in text and "Ann" not in text and "138" not in text, text
    walk.see("progress")
    walk.check_speed("the progress page")
    walk.open("/reports?place=high+street&state=all")
    walk.see("reports")


def report_in_chinese(walk, photo):
    """Without scripts: the same steps, with one page more where the type is not chosen yet."""
    walk.driver.delete_all_cookies()
    walk.scripts(False)
    walk.open("/report?lang=zh-Hans")
    walk.find("#text").send_keys("门口有个坑洞，请尽快处理，我叫王伟")
    walk.find("#photo").send_keys(photo)
    walk.go("where")
    walk.wait("the types", lambda: walk.all("#suggestions input"))
    assert "坑洞" in walk.find("#suggestions").text and "王伟" in walk.find("#text").get_attribute("value")
    assert walk.all("img.kept-photo[src^='/report/photo/']"), "the photograph is kept from step to step"
    walk.choose("#suggestions input[value=pothole]")
    walk.go("where")
    walk.wait("the second step", lambda: walk.all("#placeName"))
    walk.find("#placeName").send_keys("大街")
    walk.go("find")
    walk.wait("the places", lambda: walk.all("#place-list input"))
    walk.choose("#place-list input")
    walk.go("near")
    walk.wait("what is near, or the number", lambda: walk.all("button[name=go][value=send], .big"))
    if walk.all("button[name=go][value=send]"):
        # Another report is near: it is offered, and one's own goes on.
        assert "是这一件吗" in walk.find("h1").text
        walk.go("send")
        walk.wait("the number", lambda: walk.all(".big"))
    address = walk.driver.current_url
    assert "sent=true" in address, walk.find("body").text
    assert "感谢您的上报" in walk.find("main").text and walk.all(".shots img")
    walk.scripts(True)
    walk.see("zh-done")
    return address


def slow_line(walk):
    """While a report is on its way one sees it, and cannot send it twice."""
    walk.driver.delete_all_cookies()
    walk.open("/report?lang=en")
    walk.find("#text").send_keys("A pothole")
    walk.choose("#type option[value=pothole]")
    walk.driver.execute_cdp_cmd("Network.enable", {})
    walk.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})
    # What the page looks like a moment after the press: the answer takes a second, and a look at the page waits for it.
    walk.script(
        "const form = document.getElementById('report-form'); form.addEventListener('submit', () => setTimeout(() =>"
        " sessionStorage.setItem('seen', [...form.querySelectorAll('button')].map(b => b.disabled + b.textContent)), 50));")
    walk.go("where")
    walk.wait("the second step", lambda: walk.all("#placeName"))
    assert walk.js("sessionStorage.getItem('seen')") == "trueBeing sent …", walk.js("sessionStorage.getItem('seen')")
    walk.connection(True)


def photographs(walk):
    """A large one is made smaller before it is sent, with the place that the camera wrote, even where that is a lie; one that many
    cannot see is refused at once."""
    walk.driver.delete_all_cookies()
    walk.open("/report?lang=en")
    made = walk.driver.execute_async_script(PUT + """
        const [notes, done] = arguments;
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [6000, 4000];
        canvas.getContext("2d").fillRect(0, 0, 3000, 4000);
        canvas.toBlob((blob) => {
          const field = put([blob.slice(0, 2), new Uint8Array(notes), blob.slice(2)], "street.jpg", "image/jpeg");
          const look = setInterval(async () => {
            if (document.getElementById("photo-preview").hidden) return;
            clearInterval(look);
            const picture = await createImageBitmap(field.files[0]);
            done([picture.width, picture.height]);
          }, 50);
        }, "image/jpeg", .8);
        """, list(camera_notes(2.2945, 48.8584)))
    assert made == [1707, 2560], f"turned upright once, and at most 2,560 points high: {made}"
    walk.find("#text").send_keys("A pothole")
    walk.choose("#type option[value=pothole]")
    walk.go("where")
    walk.wait("the second step", lambda: walk.all("#placeName"))
    assert "outside the city" in walk.find("#place-list").text, walk.find("#place-list").text
    assert walk.find("#by-hand").is_selected(), "a place outside the city is not chosen by itself"
    walk.open("/report")
    walk.script(PUT + "put([new Uint8Array([0, 0, 0, 24]), 'ftypheic', new Uint8Array(12)], 'IMG_1.HEIC', 'image/heic');")
    walk.wait("the words", lambda: walk.find("#photo-said").is_displayed())
    assert "HEIC" in walk.find("#photo-said").text and walk.js("document.getElementById('photo').files.length") == 0
    walk.check_access("a photograph that is not taken")


def hostile(walk):
    """Script in every field: shown as it was written, run nowhere."""
    walk.driver.delete_all_cookies()
    walk.open("/report?lang=en")
    walk.find("#text").send_keys(HOSTILE)
    walk.choose("#type option[value=pothole]")
    walk.go("where")
    walk.wait("the second step", lambda: walk.all("#placeName"))
    for summary in walk.all("main details summary"):
        summary.click()
    for field in ("#placeName", "#address", "#name", "#contact"):
        walk.find(field).send_keys(HOSTILE)
    walk.go("find")
    walk.wait("the answer", lambda: walk.all("#placeName"))
    assert walk.find("#address").get_attribute("value") == HOSTILE
    walk.go("near")
    walk.wait("the number", lambda: "/reports/" in walk.driver.current_url)
    assert "taken" not in walk.driver.title and HOSTILE in walk.find("main").text, walk.find("main").text
    walk.open("/reports?place=" + urllib.request.quote(HOSTILE))
    assert "taken" not in walk.driver.title
    walk.check_console("hostile words")


def skewed(walk, address):
    """A browser whose clock is a day wrong shows the city's times."""
    made = walk.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {
        "source": "const real = Date.now; Date.now = () => real() + 86400000;"})
    walk.driver.get(address)
    assert "just now" in walk.find("main").text or "ago" in walk.find("main").text, walk.find("main").text
    walk.driver.execute_cdp_cmd(
        "Page.removeScriptToEvaluateOnNewDocument", {"identifier": made["identifier"]})


def administer(walk, name, password):
    """The audit and the administration; and a form that is sent after the session has ended."""
    walk.sign_in(name, password, anew=True)
    for path, page in (
        ("/audit", "audit"), ("/administration", "people"), ("/administration/definitions", "definitions"),
        ("/administration/jobs", "jobs"), ("/administration/settings", "settings"),
    ):
        for tag in ("en", "zh-Hans"):
            walk.open(f"{path}?lang={tag}")
            walk.see(page if tag == "en" else f"zh-{page}")
    walk.open("/audit?lang=en&what=MatterAccepted")
    walk.click("td a[href^='/audit/']")
    walk.wait("the event", lambda: walk.all("table.changes"))
    assert "Accepted" in walk.find("table.changes").text
    walk.see("event")
    walk.open("/audit?lang=en")
    walk.click("form[action='/audit/verification'] button")
    walk.wait("the verification", lambda: "Sound" in walk.find(".check").text, seconds=30)
    walk.open("/administration?lang=en")
    walk.click("tbody a[href^='/administration/people/']")
    walk.see("person")
    # The session ends while somebody writes.
    walk.find("#name").send_keys(" kept")
    walk.driver.delete_all_cookies()
    walk.click("button[value=change]")
    walk.wait("the way to sign in, and back", lambda: "/sign-in?over=1&next=/administration/people/" in
              walk.driver.current_url)
    assert "Sign in" in walk.find("main").text
    walk.sign_in(name, password)
    walk.wait("the person again", lambda: "/administration/people/" in walk.driver.current_url)
    walk.wait("what was typed", lambda: walk.find("#name").get_attribute("value").endswith(" kept"))
    assert walk.find("[data-kept-note]").is_displayed()
    walk.click("button[value=change]")
    walk.wait("the change", lambda: " kept" in walk.find("h1").text)
    assert not walk.find("[data-kept-note]").is_displayed(), "what was taken is forgotten"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("staff", type=pathlib.Path)
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    tokens = json.loads(given.staff.read_text())
    staff = Staff(given.address.rstrip("/"), tokens)
    walk = Citizen(given.address, "citizen", pictures=given.pictures, draws_maps=True)
    walk.expected = ["status of 401", "status of 422", "status of 404"]
    with tempfile.TemporaryDirectory() as folder:
        photo = picture(pathlib.Path(folder))
        try:
            english = report_in_english(walk, photo)
            chinese = report_in_chinese(walk, photo)
            watch(walk, staff, english.replace("&sent=true", "") + "&lang=en")
            staff.finish(number_of(chinese))
            rate(walk, english + ("&" if "?" in english else "?") + "lang=en", 5)
            rate(walk, chinese + ("&" if "?" in chinese else "?") + "lang=zh-Hans", 4)
            neighbour(walk, english)
            photographs(walk)
            slow_line(walk)
            hostile(walk)
            skewed(walk, walk.address + "/reports/" + number_of(english) + "?lang=en")
            administer(walk, *tokens["administrator"])
            walk.check_console("the end")
        except BaseException:
            walk.tell("public")
            raise
        finally:
            walk.driver.quit()
    print("the walk is done")


main()
