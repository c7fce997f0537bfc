# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Walks a report from the desk to its end in the windows of three people, who see each other's steps as they happen.

usage: work.py ADDRESS DISPATCHER HANDLER VERIFIER PASSWORD [--pictures FOLDER]

The three sign in with the same password. The dispatcher takes in and dispatches for the whole city, the handler works for
the department to which potholes go, the verifier for the whole city. An error in the browser's console, a page that scrolls
sideways at 390 px, and what axe finds are failures.
"""

import argparse
import base64
import json
import pathlib
import tempfile
import urllib.request

from windows import Window
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def report(address, text):
    """Somebody outside reports a pothole."""
    body = json.dumps({"type": "pothole", "text": text, "position": [120.2, 30.5], "address": "12 High Street"}).encode()
    request = urllib.request.Request(
        f"{address}/api/v1/public/reports", data=body, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["number"]


def photo(window, width, height, folder):
    """A picture of that many pixels, made by the browser."""
    data = window.driver.execute_async_script(
        "const [width, height, done] = arguments; const canvas = document.createElement('canvas');"
        "canvas.width = width; canvas.height = height; const pen = canvas.getContext('2d');"
        "for (let x = 0; x < width; x += 97) { pen.fillStyle = `hsl(${x % 360} 60% 50%)`; pen.fillRect(x, 0, 60, height) }"
        "canvas.toBlob(blob => { const reader = new FileReader(); reader.onload = () => done(reader.result.split(',')[1]);"
        "reader.readAsDataURL(blob) }, 'image/jpeg', .8)", width, height)
    file = pathlib.Path(folder) / f"{width}.jpg"
    file.write_bytes(base64.b64decode(data))
    return str(file)


def row_state(window, number):
    """The state that the list shows of a matter; empty where it is not in the list."""
    return window.script(
        "const row = [...document.querySelectorAll('table.matters tbody tr')].find(row => row.textContent.includes("
        "arguments[0])); return row?.querySelector('.c-state')?.textContent ?? ''", number)


def lose_connection(window, words):
    """Without network the page says in two places that it is no longer in step, and afterwards that it is again."""
    said = lambda: window.find("[data-connection]").text
    window.wait("the live stream", lambda: words["live"] in said())
    window.expected.append("ERR_INTERNET_DISCONNECTED")
    window.connection(False)
    window.wait("the loss", lambda: words["lost"] in said(), 5)
    assert window.find("[data-offline]").is_displayed()
    window.connection(True)
    window.wait("the live stream again", lambda: words["live"] in said())
    assert not window.find("[data-offline]").is_displayed()


def dispatch(desk, number, words):
    """The new report is there by itself; one key accepts it, sends it, and goes on."""
    desk.wait("the report at the desk", lambda: number in desk.find(".desk-pane").text)
    assert number in desk.find(".desk-pane").text, desk.find(".desk-pane").text
    assert words["department"] in desk.find(".suggestion").text, desk.find(".suggestion").text
    assert words["rule"] in desk.find(".grounds").text, desk.find(".grounds").text
    assert desk.all(".place-map .here"), "the place is drawn"
    desk.see(words["lang"] + "desk")
    desk.find("body").send_keys("a")
    desk.wait("the next one", lambda: number in desk.find(".notice:not([hidden])").text)
    # The keyboard goes on at the next matter, or at the top where none is left.
    desk.wait("the heading", lambda: desk.driver.switch_to.active_element.tag_name in ("h1", "h2"))


def choose(window, selector, path):
    field = window.find(selector)
    window.script("arguments[0].focus()", field)
    field.send_keys(path)
    return True


def handle(phone, number, words, folder):
    """The handler begins, takes photos, and finishes without connection; it is sent when there is one."""
    phone.wait("the task", lambda: phone.all(".task:not(.gone)"))
    card = ".task:not(.gone) "
    phone.see(words["lang"] + "tasks")
    phone.click(card + "[data-step=start] button")
    phone.wait("the work to begin", lambda: phone.find(card + "[data-step-part=work]").is_displayed())
    phone.wait("the start to be sent", lambda: not phone.all(card + ".queue li"))

    # 60 megapixels are made small before they are sent.
    for phase, size in (("report", (800, 600)), ("handle", (9000, 6700))):
        picture = photo(phone, *size, folder)
        # The card may be brought up to date while one looks for its field, but not while the field has the keyboard, as it has
        # for people who choose a file.
        phone.wait("the field", lambda: choose(
            phone, f"{card}form[data-step=photo] input[value={phase}] ~ label input", picture))
        phone.wait(f"the photo {phase}", lambda: phone.find(f"{card}[data-taken={phase}]").text == "1", 60)
    phone.wait("the photos to be sent", lambda: not phone.all(card + ".queue li"), 60)

    phone.expected.append("ERR_INTERNET_DISCONNECTED")
    phone.connection(False)
    phone.wait("the field", lambda: phone.find(card + "textarea[name=result]").send_keys(words["result"]) is None)
    phone.click(card + "[data-step=handle] button")
    phone.wait("what waits", lambda: words["waits"] in phone.find(card + ".queue").text)
    phone.wait("the bar", lambda: phone.find("[data-sync]").is_displayed())
    phone.connection(True)
    phone.wait("it to be sent", lambda: not phone.all(card + ".queue li"), 40)
    phone.wait("the task to go", lambda: not phone.all(".task:not(.gone)"))


def verify(window, words, folder):
    """By the keyboard alone: begin, then close with a result."""
    window.wait("the handled state", lambda: words["handled"] in window.find(".matter-head").text)
    window.wait("the previews", lambda: 2560 in window.script(
        "return [...document.querySelectorAll('.evidence img')].map(image => image.naturalWidth)"), 20)
    window.see(words["lang"] + "matter")
    window.find("body").send_keys("v")
    window.press(Keys.ENTER)
    window.wait("the verification", lambda: "done=verify" in window.driver.current_url)
    window.find("body").send_keys("c")
    assert window.driver.switch_to.active_element.get_attribute("name") == "result"
    window.press(words["good"], Keys.TAB, Keys.ENTER)
    window.wait("the end", lambda: "done=close" in window.driver.current_url)
    assert words["closed"] in window.find(".matter-head").text
    window.see(words["lang"] + "matter-closed")


def lose_nothing(window, path, name, password, words):
    """The session ends while somebody writes: after signing in the words are still there."""
    window.open(path)
    window.find("body").send_keys("n")
    window.press("words that must not be lost")
    window.driver.delete_all_cookies()
    window.click("#note-text ~ button, form[action$='/note'] button")
    window.wait("the sign-in page", lambda: "/sign-in" in window.driver.current_url)
    window.sign_in(name, password)
    window.wait("the matter again", lambda: path in window.driver.current_url)
    window.wait("the words", lambda: window.find("#note-text").get_attribute("value") == "words that must not be lost")
    assert window.find("[data-kept-note]").is_displayed()
    window.click("form[action$='/note'] button")
    window.wait("the note", lambda: "done=note" in window.driver.current_url)
    assert "words that must not be lost" in window.text()
    assert window.find("#note-text").get_attribute("value") == "", "what was sent is forgotten"


def refuse(window, path, words):
    """A form that is not taken comes again: the page has its own address, goes on to follow the matter, and can be loaded anew."""
    window.open(path)
    window.find("body").send_keys("n")
    window.press(" ")
    window.click("form[action$='/note'] button")
    window.wait("the refusal", lambda: window.all("main > .notice.bad"))
    assert window.driver.current_url.endswith(path), window.driver.current_url
    assert window.driver.switch_to.active_element.get_attribute("name") == "text", "the keyboard is in the field to be mended"
    window.wait("the live stream", lambda: words["live"] in window.find("[data-connection]").text)
    window.driver.refresh()
    window.wait("the matter", lambda: window.all(".matter-head") and not window.all("main > .notice.bad"))


ENGLISH = {
    "lang": "", "query": "lang=en", "department": "Roads", "rule": "Pothole", "waits": "waits to be sent",
    "dispatched": "Dispatched", "begun": "In progress", "handled": "Handled", "closed": "Closed",
    "result": "filled with asphalt", "good": "looks good",
    "live": "Live", "lost": "Connection lost",
}
CHINESE = {
    "lang": "zh-", "query": "lang=zh-Hans", "department": "道路处", "rule": "坑洞", "waits": "等待发送",
    "dispatched": "已派遣", "begun": "处置中", "handled": "已处置", "closed": "已结案", "result": "已用沥青填补", "good": "核查通过",
    "live": "实时", "lost": "连接",
}


def walk(desk, phone, check, given, words, folder):
    desk.open(f"/desk?{words['query']}")
    phone.open(f"/tasks?{words['query']}")
    check.open(f"/matters?state=all&order=newest&{words['query']}")
    assert not phone.all(".task:not(.gone)")
    number = report(given.address, "deep hole before the school")
    desk.wait("the new report", lambda: desk.all(".desk-list li:not(.gone)"))
    # A list brings changes of what it shows; what is new comes with the next look.
    check.driver.refresh()
    check.wait("the row", lambda: row_state(check, number) != "")
    check.see(words["lang"] + "matters")
    check.find("body").send_keys("j")
    focused = check.driver.switch_to.active_element.get_attribute("href")
    assert focused and "/matters/" in focused, "J leads to the first row"

    lose_connection(check, words)
    dispatch(desk, number, words)
    check.wait("the dispatch in the list", lambda: row_state(check, number) == words["dispatched"])
    assert check.driver.switch_to.active_element.get_attribute("href") == focused, "the keyboard keeps its place"
    check.press(Keys.ENTER)
    check.wait("the matter", lambda: check.all(".matter-head"))
    path = "/matters/" + check.driver.current_url.split("/matters/")[1].split("?")[0]

    handle(phone, number, words, folder)
    desk.open(path)
    verify(check, words, folder)
    desk.wait("the end in the window of the dispatcher", lambda: words["closed"] in desk.find(".matter-head").text)
    return path


def look(desk, words):
    for path, name in (("/statistics?period=all&", "statistics"), ("/statistics?by=month&period=all&", "months"),
                       ("/statistics?by=street&period=all&", "streets"),
                       ("/matters?text=%E6%B2%A1%E6%9C%89&", "nothing")):
        desk.open(path + words["query"])
        desk.see(words["lang"] + name)


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "dispatcher", "handler", "verifier", "password"):
        parser.add_argument(name)
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    windows = []
    try:
        for name, width in (("dispatcher", 1280), ("handler", 390), ("verifier", 1280)):
            window = Window(given.address, name, width, given.pictures)
            windows.append(window)
            window.sign_in(getattr(given, name), given.password)
        desk, phone, check = windows
        with tempfile.TemporaryDirectory() as folder:
            for words in (ENGLISH, CHINESE):
                path = walk(desk, phone, check, given, words, folder)
                look(desk, words)
        desk.expected += ["status of 401", "status of 422"]
        lose_nothing(desk, path, given.dispatcher, given.password, CHINESE)
        # Whoever signs in anew has the browser's language again.
        refuse(desk, path, ENGLISH)
        for window in windows:
            window.check_console("the end")
    except BaseException:
        for window in windows:
            window.tell("work")
        raise
    finally:
        for window in windows:
            window.driver.quit()
    print("the walk is done")


main()
