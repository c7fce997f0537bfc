# SPDX-FileCopyrightText: 2026 Citywide contributors
# SPDX-License-Identifier: Apache-2.0
"""Walks a decision from an edited cell to its approval in a real browser (Debian's chromium and chromium-driver).

usage: decisions.py ADDRESS AUTHOR APPROVER PASSWORD [--pictures FOLDER]

The two sign in with the same password and hold supervisor or administrator for the whole city. An error in the
browser's console and a page that scrolls sideways at 390 px are failures. With --pictures every page is drawn at
390, 1280 and 1920 px, in both languages and themes.
"""

import argparse
import pathlib
import time

from windows import Window
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

class Editor(Window):
    # --- The editor ---------------------------------------------------------------------------------------------------

    def cell(self, row, column):
        return self.find(f"textarea[data-row='{row}'][data-column='{column}']")

    def enter(self, row, column):
        """Clicks on a cell, which is not under what stays at the edges of the window."""
        cell = self.cell(row, column)
        self.script("arguments[0].scrollIntoView({block: 'center'})", cell)
        cell.click()
        return cell

    def fill(self, row, column, text):
        cell = self.enter(row, column)
        cell.send_keys(Keys.CONTROL, "a")
        cell.send_keys(text)
        cell.send_keys(Keys.ESCAPE)

    def cells(self):
        return self.driver.execute_script(
            "return [...document.querySelectorAll('table.sheet tbody tr')]"
            ".map(row => [...row.querySelectorAll('textarea')].map(cell => cell.value))")

    def is_in_sight(self, selector):
        """Whether an element is within the window and nothing lies on it."""
        return self.driver.execute_script(
            "const element = document.querySelector(arguments[0]), box = element.getBoundingClientRect();"
            "return [box.top + 2, box.bottom - 2].every(y =>"
            " element.contains(document.elementFromPoint(box.left + box.width / 2, y)))", selector)

    def findings(self):
        self.wait("the check", lambda: self.find("#findings").get_attribute("aria-busy") == "false")
        return self.find("#findings").text

    def paste(self, row, column, text):
        self.driver.execute_script(
            "const data = new DataTransfer(); data.setData('text/plain', arguments[1]);"
            "arguments[0].focus(); arguments[0].dispatchEvent(new ClipboardEvent('paste',"
            "{clipboardData: data, bubbles: true, cancelable: true}))", self.cell(row, column), text)


def edit(walk, code, row):
    """An edited cell, what is said of it, and what the keys do."""
    walk.open(f"/decisions/{code}/edit")
    walk.wait("the sheet", lambda: walk.all("textarea[data-row='0']"))
    walk.findings()
    before = walk.cells()
    output = next(index for index, head in enumerate(walk.all("table.sheet thead th")[1:])
                  if "output" in head.get_attribute("class"))

    walk.fill(row, output, '"nobody"')
    walk.wait("a finding", lambda: "there is no department nobody" in walk.findings())
    walk.wait("its mark", lambda: "bad" in walk.cell(row, output).find_element(By.XPATH, "..").get_attribute("class"))
    assert walk.cell(row, output).get_attribute("aria-invalid") == "true"
    for width in (walk.usual, 390):
        walk.width(width)
        walk.enter(row, output)
        assert "there is no department nobody" in walk.find("#cell-status").text
        assert walk.is_in_sight("#cell-status"), f"what is wrong can be read while typing at {width} px"
    walk.width(walk.usual)
    walk.cell(row, output).send_keys(Keys.ESCAPE)
    walk.see("editor-finding")

    walk.cell(row, output).send_keys(Keys.CONTROL, "z")
    assert walk.cells() == before, "undo brings back what was there"
    walk.cell(row, output).send_keys(Keys.CONTROL, "y")
    assert walk.cells()[row][output] == '"nobody"', "redo does it again"
    walk.cell(row, output).send_keys(Keys.CONTROL, "z")

    # The draft survives a reload.
    walk.fill(row, output, '"wat')
    time.sleep(0.6)
    walk.driver.refresh()
    walk.wait("the draft", lambda: walk.cells()[row][output] == '"wat')
    assert walk.find("#draft-notice").is_displayed()

    # Completion: a part of a name in quotes, taken with Enter.
    cell = walk.enter(row, output)
    cell.send_keys(Keys.CONTROL, "a")
    cell.send_keys('"wat')
    walk.wait("an offer", lambda: walk.find("#completions").is_displayed())
    assert "water" in walk.find("#completions li[aria-selected=true]").text
    cell.send_keys(Keys.ENTER)
    walk.wait("the offer taken", lambda: walk.cells()[row][output] == '"water"')

    # A dash is no part of a name: nothing is offered, and Enter moves on.
    cell = walk.cell(0, 0)
    was = cell.get_attribute("value")
    walk.enter(0, 0)
    cell.send_keys(Keys.CONTROL, "a")
    cell.send_keys("-")
    assert not walk.find("#completions").is_displayed()
    cell.send_keys(Keys.ENTER)
    assert walk.driver.switch_to.active_element.get_attribute("data-row") == "1"
    walk.fill(0, 0, was)

    # Keys move; Enter behind the last rule adds one; a block is pasted and undone as one.
    walk.enter(0, 0)
    walk.cell(0, 0).send_keys(Keys.HOME, Keys.ARROW_DOWN)
    active = walk.driver.switch_to.active_element
    assert (active.get_attribute("data-row"), active.get_attribute("data-column")) == ("1", "0")
    active.send_keys(Keys.TAB)
    assert walk.driver.switch_to.active_element.get_attribute("data-column") == "1"
    # Rules move, are doubled and deleted; what was undone is as it was.
    kept = walk.cells()
    walk.enter(1, 0)
    walk.cell(1, 0).send_keys(Keys.ALT, Keys.ARROW_UP)
    walk.wait("the rule moved", lambda: walk.cells() == [kept[1], kept[0], *kept[2:]])
    walk.click("[data-action=duplicate]")
    walk.wait("the rule doubled", lambda: walk.cells() == [kept[1], kept[1], kept[0], *kept[2:]])
    for _ in range(2):
        walk.click("[data-action=undo]")
    walk.wait("both undone", lambda: walk.cells() == kept)
    rows = len(walk.cells())
    walk.cell(rows - 1, 0).send_keys(Keys.ENTER)
    walk.wait("another rule", lambda: len(walk.cells()) == rows + 1)
    walk.paste(rows, 0, '"a", "b"\t"""quoted"""\r\n"c"\t"d"\r\n')
    walk.wait("the block", lambda: len(walk.cells()) == rows + 2)
    assert walk.cells()[rows][0] == '"a", "b"' and walk.cells()[rows + 1][0] == '"c"', walk.cells()
    walk.cell(rows, 0).send_keys(Keys.CONTROL, "z")
    walk.wait("the block undone", lambda: len(walk.cells()) == rows + 1)
    walk.enter(rows, 0)
    walk.click("[data-action=delete]")
    walk.wait("the rule deleted", lambda: len(walk.cells()) == rows)

    # Columns.
    columns = len(walk.cells()[0])
    walk.click("[data-action=newNote]")
    walk.wait("a column", lambda: len(walk.cells()[0]) == columns + 1)
    walk.driver.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    walk.driver.switch_to.active_element.send_keys("basis")
    walk.wait("its name", lambda: "basis" in walk.find("table.sheet thead").text)
    assert "basis" in walk.find(".column-details summary").text
    walk.fill(row, columns, "agreed in the council")

    # What a column allows is shown at its head and offered first in its cells.
    walk.all("table.sheet thead button.head")[0].click()
    walk.find("#column-values").send_keys('"one", "other"')
    walk.wait("what is allowed", lambda: 'other' in walk.find("table.sheet thead th:nth-child(2) .detail code").text)
    walk.enter(row, 0)
    walk.cell(row, 0).send_keys(Keys.CONTROL, "a")
    walk.cell(row, 0).send_keys('"oth')
    walk.wait("an offer", lambda: walk.find("#completions").is_displayed())
    assert '"other"' in walk.find("#completions li[aria-selected=true]").text
    walk.cell(row, 0).send_keys(Keys.ESCAPE)
    walk.fill(row, 0, kept[row][0])
    walk.all("table.sheet thead button.head")[0].click()
    walk.find("#column-values").send_keys(Keys.CONTROL, "a", Keys.BACKSPACE)
    walk.wait("nothing that is allowed",
              lambda: not walk.all("table.sheet thead th:nth-child(2) .detail code"))
    assert "there is no" not in walk.findings()
    return output


def without_scripts(walk, code, row, output):
    """The same page as a form: a changed cell, what is said of it and leads to it, and what it would have changed."""
    walk.scripts(False)
    walk.open(f"/decisions/{code}/edit?lang=en")
    width = len(walk.all("table.sheet thead th")) - 1

    def cell():
        return walk.all("textarea[name=cell]")[row * width + output]

    cell().clear()
    cell().send_keys('"nobody"')
    walk.find("#check-button").click()
    walk.wait("the page that was checked", lambda: walk.driver.current_url.endswith("/check"))
    walk.wait("the findings", lambda: "there is no department nobody" in walk.find("#findings").text)
    assert cell().get_attribute("value") == '"nobody"', "what was typed is kept"
    walk.width(walk.usual, 400)
    walk.find("#findings a").click()
    assert walk.driver.current_url.endswith(f"#rule-{row + 1}")
    walk.width(walk.usual)
    walk.find("#what-if-button").click()
    walk.wait("the page that was asked", lambda: walk.driver.current_url.endswith("/what-if"))
    walk.wait("the what-if", lambda: walk.find("#what-if-result").text != "")
    walk.scripts(True)


def attempt(walk, value):
    """Tries the draft, sees the rule that fits, keeps what was tried."""
    field = walk.find("[data-input=type]")
    field.clear()
    field.send_keys(value)
    walk.click("#try-button")
    walk.wait("an output", lambda: walk.all("#trial-output"))
    assert "water" in walk.find("#trial-output").text, walk.find("#trial-result").text
    assert walk.all("tr.fits"), "the rule that fits is marked"
    walk.click("#add-test")
    walk.wait("a passed test", lambda: "✓" in walk.all(".verdict")[-1].text)
    walk.see("editor")


def propose(walk, code):
    walk.find("#comment").send_keys("The water board asked for it.")
    if walk.all("#what-if-button"):
        walk.click("#what-if-button")
        walk.wait("the what-if", lambda: walk.find("#what-if-result").text != "")
    walk.click("#propose-button")
    walk.wait("the proposal", lambda: "done=propose" in walk.driver.current_url)
    assert not walk.all("#approve-heading"), "its author cannot approve it"
    version = walk.driver.current_url.split("?")[0].rsplit("/", 1)[1]
    walk.check_width("the own proposal")
    walk.open(f"/decisions/{code}/edit")
    walk.wait("the sheet", lambda: walk.all("textarea[data-row='0']"))
    assert not walk.find("#draft-notice").is_displayed(), "what was proposed is no draft any more"
    return version


def approve(walk, code, version):
    walk.open("/decisions")
    walk.see("decisions")
    walk.open(f"/decisions/{code}/versions/{version}")
    assert walk.all("td.changed del") and walk.all("tr.touched, th.added"), "the difference is shown"
    assert walk.all("#what-if-heading"), "the what-if comes before the approval"
    walk.see("version")
    walk.click("section[aria-labelledby=approve-heading] button")
    walk.wait("the approval", lambda: "done=approve" in walk.driver.current_url)
    for path, name in ((f"/decisions/{code}", "decision"), (f"/decisions/{code}/versions", "versions")):
        walk.open(path)
        walk.see(name)


def chinese(walk, code, version):
    for path, name in (
        ("/decisions", "decisions"), (f"/decisions/{code}", "decision"), (f"/decisions/{code}/edit", "editor"),
        (f"/decisions/{code}/versions", "versions"), (f"/decisions/{code}/versions/{version}", "version"),
    ):
        walk.open(path + "?lang=zh-Hans")
        if name == "editor":
            walk.wait("the sheet", lambda: walk.all("textarea[data-row='0']"))
            walk.findings()
        walk.see(f"zh-{name}")


# Two tables, drawn with a tool that left its marks.
MODEL = """<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:x="urn:tool" namespace="urn:m" name="M">
<d:inputData id="t" name="type"><d:variable name="type" typeRef="string"/></d:inputData>
<d:decision id="g" name="Group"><d:variable name="Group"/><d:informationRequirement><d:requiredInput href="#t"/>
</d:informationRequirement><d:decisionTable><d:input><d:inputExpression><d:text>type</d:text></d:inputExpression></d:input>
<d:output/><d:rule><d:inputEntry><d:text>"leak"</d:text></d:inputEntry><d:outputEntry><d:text>"wet"</d:text></d:outputEntry></d:rule>
<d:rule><d:inputEntry><d:text>not("leak")</d:text></d:inputEntry><d:outputEntry><d:text>"dry"</d:text></d:outputEntry></d:rule>
</d:decisionTable></d:decision>
<d:decision id="d" name="Duties"><d:extensionElements><x:drawn/></d:extensionElements><d:variable name="Duties"/>
<d:informationRequirement><d:requiredDecision href="#g"/></d:informationRequirement>
<d:context><d:contextEntry><d:variable name="department"/><d:decisionTable hitPolicy="FIRST"><d:input><d:inputExpression>
<d:text>Group</d:text></d:inputExpression></d:input><d:output/><d:rule><d:inputEntry><d:text>"wet"</d:text></d:inputEntry>
<d:outputEntry><d:text>"water"</d:text></d:outputEntry></d:rule><d:rule><d:inputEntry><d:text>-</d:text></d:inputEntry>
<d:outputEntry><d:text>"roads"</d:text></d:outputEntry></d:rule></d:decisionTable></d:contextEntry></d:context></d:decision>
</d:definitions>"""


def model(walk, given):
    """A model instead of the table: its tables are sheets, one at a time."""
    walk.open(f"/decisions/{given.code}/edit?lang=en")
    answer = walk.driver.execute_async_script(
        "const [code, dmn, done] = arguments;"
        "fetch(`/api/v1/decisions/${code}/proposals`, {method: 'POST', headers: {'Content-Type': 'application/json',"
        "'X-CSRF-Token': document.getElementById('decision-editor').dataset.csrf}, body: JSON.stringify("
        "{content: {source: 'x', dmn, decision: 'Duties'}})}).then(answer => answer.json()).then(done, done)",
        given.code, MODEL)
    assert "version" in answer, answer
    walk.sign_in(given.author, given.password, anew=True)
    walk.open(f"/decisions/{given.code}/versions/{answer['version']}")
    walk.click("section[aria-labelledby=approve-heading] button")
    walk.wait("the approval", lambda: "done=approve" in walk.driver.current_url)

    walk.open(f"/decisions/{given.code}/edit")
    walk.wait("the sheet", lambda: walk.all("textarea[data-row='0']"))
    walk.findings()
    assert [choice.text for choice in walk.all("#table-choice option")] == ["Group", "Duties › department"]
    assert walk.cells() == [['"leak"', '"wet"'], ['not("leak")', '"dry"']], walk.cells()
    assert not walk.all("[data-action=newInput]"), "columns are changed in the text"
    walk.fill(0, 1, '"wet')
    walk.wait("a finding", lambda: "Group, rule 1" in walk.findings())
    walk.wait("its mark", lambda: walk.all("table.sheet tbody tr:first-child td.bad"))
    walk.driver.execute_script(
        "const choice = document.getElementById('table-choice'); choice.value = '1';"
        "choice.dispatchEvent(new Event('change'))")
    walk.wait("the other table", lambda: walk.cells() == [['"wet"', '"water"'], ["-", '"roads"']])
    assert not walk.all("table.sheet th.bad, table.sheet td.bad")
    walk.fill(1, 1, '"water"')
    walk.click("#findings button.link")
    walk.wait("the table of the finding", lambda: walk.cells()[0] == ['"leak"', '"wet'])
    walk.fill(0, 1, '"wet"')
    walk.wait("no error", lambda: "rule 1" not in walk.findings())
    attempt(walk, given.value)
    version = propose(walk, given.code)
    walk.open(f"/decisions/{given.code}/versions/{version}")
    assert "Duties › department" in walk.find("section[aria-labelledby=diff-heading]").text
    assert walk.all("td.changed del"), "the difference is shown in the sheet"
    walk.see("model-version")


def explain(walk):
    """From the matter to the rule that sent it."""
    walk.open("/?lang=en")
    matters = walk.all("main a[href^='/matters/']")
    if not matters:
        return
    for address in [matter.get_attribute("href") for matter in matters[:10]]:
        walk.driver.get(address)
        if walk.all("a[href^='/why/']"):
            walk.see("matter")
            walk.click("a[href^='/why/']")
            walk.wait("the explanation", lambda: walk.all("#rule-heading"))
            walk.see("why")
            walk.open("/" + walk.driver.current_url.split("/", 3)[3] + "&lang=zh-Hans")
            walk.see("zh-why")
            return
    raise AssertionError("no matter says why")


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "author", "approver", "password"):
        parser.add_argument(name)
    parser.add_argument("--code", default="duties")
    parser.add_argument("--value", default="pothole", help="a type of matter that the edited rule fits")
    parser.add_argument("--row", type=int, default=0, help="the rule that is edited, counted from 0")
    parser.add_argument("--pictures", type=pathlib.Path)
    given = parser.parse_args()
    walk = Editor(given.address, "editor", pictures=given.pictures)
    walk.expected = ["status of 422", "status of 412"]
    try:
        walk.sign_in(given.author, given.password, anew=True)
        output = edit(walk, given.code, given.row)
        without_scripts(walk, given.code, given.row, output)
        walk.open(f"/decisions/{given.code}/edit")
        walk.wait("the sheet", lambda: walk.all("textarea[data-row='0']"))
        attempt(walk, given.value)
        version = propose(walk, given.code)
        walk.sign_in(given.approver, given.password, anew=True)
        approve(walk, given.code, version)
        explain(walk)
        chinese(walk, given.code, version)
        model(walk, given)
        walk.check_console("the end")
    except BaseException:
        walk.tell("decisions")
        raise
    finally:
        walk.driver.quit()
    print("the walk is done")


main()
