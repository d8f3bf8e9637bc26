# SPDX-License-Identifier: GPL-2.0-or-later
"""Opens pages of `introfind report` in Chromium and tries them as a person
would. Prints "ok NAME" or "not ok NAME: why" for each thing tried.

    check_page.py person|team|hostile FILE
"""
import os
import shutil
import subprocess
import sys

from devtools import Browser, find_chromium

# What a page must never do, whatever was done to it.
QUIET = """(() => window.canary === undefined && document.canary === undefined
    && !document.title.includes("CANARY-RAN"))()"""

CHARTS = """(() => Array.from(document.querySelectorAll("svg[role=img]"))
  .map(svg => {
    const box = svg.getBoundingClientRect();
    const named = svg.getAttribute("aria-labelledby").split(" ")
      .map(id => document.getElementById(id).textContent.trim().length);
    const figure = svg.closest("figure");
    const shapes = svg.querySelectorAll("rect, circle, path").length;
    return [box.width, box.height, Math.min(...named), shapes,
      figure ? figure.querySelectorAll("table tbody tr").length : 0];
  }))()"""

# Texts of one picture that lie on each other or beyond its edge.
OVERLAPS = """(() => {
  const bad = [];
  document.querySelectorAll("svg[role=img]").forEach(svg => {
    const edge = svg.getBoundingClientRect();
    const texts = Array.from(svg.querySelectorAll("text")).map(t =>
      ({ t, b: t.getBoundingClientRect() })).filter(x => x.b.width > 0);
    texts.forEach(({ t, b }, i) => {
      if (b.left < edge.left - 1 || b.right > edge.right + 1 ||
          b.top < edge.top - 2 || b.bottom > edge.bottom + 2)
        bad.push("outside: " + t.textContent);
      texts.slice(0, i).forEach(o => {
        if (b.left < o.b.right - 1 && o.b.left < b.right - 1 &&
            b.top < o.b.bottom - 3 && o.b.top < b.bottom - 3)
          bad.push(t.textContent + " on " + o.t.textContent);
      });
    });
  });
  return bad;
})()"""

# Text that is too faint on what lies behind it.
FAINT = """(() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const bad = [];
  document.querySelectorAll("body *").forEach(e => {
    const own = Array.from(e.childNodes).some(n => n.nodeType === 3 &&
      n.textContent.trim() !== "");
    const box = e.getBoundingClientRect();
    if (!own || box.width === 0 || e.closest(".skip, script, style, title, desc"))
      return;
    const style = getComputedStyle(e);
    const ink = parse(e.ownerSVGElement ? style.fill : style.color);
    const a = light(ink);
    const b = light(behind(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(ratio.toFixed(2) + " " + e.tagName + "." +
      e.className.baseVal + " " + e.textContent.trim().slice(0, 30));
  });
  return bad.slice(0, 5);
})()"""

# What a screen reader needs.
NAMES = """(() => {
  const bad = [];
  const count = what => document.querySelectorAll(what).length;
  if (document.documentElement.lang !== "en") bad.push("no language");
  if (count("h1") !== 1) bad.push("not one h1");
  if (count("main") !== 1 || count("nav") !== 1 || count("header") < 1 ||
      count("footer") < 1) bad.push("landmarks");
  let level = 1;
  document.querySelectorAll("h1, h2, h3, h4").forEach(h => {
    const now = Number(h.tagName[1]);
    if (now > level + 1) bad.push("heading skips: " + h.textContent);
    level = now;
  });
  document.querySelectorAll("a[href^='#']").forEach(a => {
    if (!document.getElementById(a.hash.slice(1))) bad.push("to " + a.hash);
  });
  document.querySelectorAll("input").forEach(i => {
    if (!i.labels.length) bad.push("an input without a label");
  });
  document.querySelectorAll("button, a, summary").forEach(b => {
    if (!(b.getAttribute("aria-label") || b.textContent).trim())
      bad.push("nameless " + b.tagName);
  });
  document.querySelectorAll("svg").forEach(s => {
    if (s.getAttribute("role") !== "img" &&
        s.getAttribute("aria-hidden") !== "true") bad.push("a bare svg");
  });
  document.querySelectorAll("table").forEach(t => {
    if (!t.caption) bad.push("a table without a caption");
    if (!t.tHead || t.querySelectorAll("thead th:not([scope])").length)
      bad.push("heads of a table");
  });
  const ids = Array.from(document.querySelectorAll("[id]")).map(e => e.id);
  if (new Set(ids).size !== ids.length) bad.push("an id twice");
  document.querySelectorAll("[tabindex='0']").forEach(e => {
    if (!e.getAttribute("aria-label")) bad.push("a nameless region");
  });
  return bad;
})()"""


class Checker:
    def __init__(self, browser, file):
        self.browser = browser
        self.file = file
        self.failed = 0

    def ok(self, name, is_fine, why=""):
        if is_fine:
            print("ok " + name)
        else:
            print("not ok " + name + ": " + str(why)[:300].replace("\n", " "))
            self.failed += 1
        sys.stdout.flush()

    def empty(self, name, found):
        self.ok(name, not found, found)

    def same(self, name, got, wanted):
        self.ok(name, got == wanted, "%r, not %r" % (got, wanted))

    def open(self, **options):
        return self.browser.open(self.file, **options)

    def quiet(self, name, page):
        """No message, no request but for the page, no canary."""
        self.browser.wait(0.1)
        said = [e["params"] for e in page.events if e["method"] in (
            "Runtime.consoleAPICalled", "Runtime.exceptionThrown",
            "Log.entryAdded")]
        self.empty(name + ": nothing is said on the console", said)
        asked = [e["params"]["request"]["url"] for e in page.events
                 if e["method"] == "Network.requestWillBeSent"]
        self.empty(name + ": nothing is asked for",
                   [u for u in asked if not u.startswith("file://")] or
                   asked[1:])


def check_frame(check):
    page = check.open()
    check.empty("a screen reader finds its way", page.evaluate(NAMES))
    charts = page.evaluate(CHARTS)
    check.empty("charts are drawn and named",
                [c for c in charts if c[0] < 100 or c[1] < 30 or c[2] < 5 or
                 c[3] < 1])
    check.empty("charts have tables", [c for c in charts if c[4] < 1])
    check.empty("no label lies on another", page.evaluate(OVERLAPS))
    check.empty("text stands out", page.evaluate(FAINT))
    check.quiet("opened", page)
    return len(charts)


def check_dress(check):
    """Dark, narrow, on paper, with forced colours, without scripts."""
    dark = check.open(features=[("prefers-color-scheme", "dark")])
    paper = dark.evaluate("getComputedStyle(document.body).backgroundColor")
    check.ok("the dark dress is dark",
             sum(int(v) for v in paper[4:-1].split(",")) < 150, paper)
    check.empty("text stands out in the dark", dark.evaluate(FAINT))
    check.quiet("dark", dark)

    narrow = check.open(width=380, height=800)
    wide = narrow.evaluate("document.documentElement.scrollWidth")
    check.ok("a phone needs no scrolling sideways", wide <= 380, wide)
    check.empty("no label lies on another on a phone",
                narrow.evaluate(OVERLAPS))
    smallest = narrow.evaluate(
        "Math.min(...Array.from(document.querySelectorAll('.chart text'))"
        ".map(t => t.getBoundingClientRect().height).filter(h => h > 0))")
    check.ok("text of charts can be read on a phone",
             smallest is None or smallest > 9, smallest)

    calm = check.open(features=[("prefers-reduced-motion", "reduce")])
    check.same("nothing glides for who asks for calm", calm.evaluate(
        "getComputedStyle(document.documentElement).scrollBehavior"), "auto")

    forced = check.open(features=[("forced-colors", "active"),
                                  ("prefers-color-scheme", "dark")])
    check.same("forced colours are taken", forced.evaluate(
        "matchMedia('(forced-colors: active)').matches"), True)
    check.quiet("forced colours", forced)

    plain = check.open(script=False)
    check.same("without scripts no tool is shown", plain.evaluate(
        "Array.from(document.querySelectorAll('.tools'))"
        ".every(t => t.getBoundingClientRect().height === 0)"), True)
    check.ok("without scripts everything is there", plain.evaluate(
        "document.querySelectorAll('table tbody tr').length") > 0)

    ink = check.open(features=[("prefers-color-scheme", "dark")])
    ink.set_features([("prefers-color-scheme", "dark")], media="print")
    check.same("paper is white", ink.evaluate(
        "getComputedStyle(document.body).backgroundColor"),
        "rgb(255, 255, 255)")
    check.same("no links on paper", ink.evaluate(
        "document.querySelector('nav').getBoundingClientRect().height"), 0)
    check.empty("paper shows what is folded", ink.evaluate(
        "Array.from(document.querySelectorAll('details > *:not(summary)'))"
        ".filter(e => e.getBoundingClientRect().height === 0)"
        ".map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 40))"))
    data = ink.call("Page.printToPDF", printBackground=True)["data"]
    check.ok("it can be printed", len(data) > 20000, len(data))


def find_axe():
    """axe-core, from $AXE_CORE or where npm and Debian put modules."""
    roots = ["/usr/local/lib/node_modules", "/usr/lib/node_modules",
             "/usr/share/nodejs"]
    if shutil.which("npm"):
        roots.insert(0, subprocess.run(
            ["npm", "root", "-g"], stdin=subprocess.DEVNULL, text=True,
            capture_output=True, check=False).stdout.strip())
    files = [os.path.join(root, "axe-core", "axe.min.js") for root in roots]
    for file in [os.environ.get("AXE_CORE", "")] + files:
        if os.path.isfile(file):
            return file
    return None


def check_axe(check):
    """What axe-core calls serious or critical, with everything unfolded."""
    file = find_axe()
    if file is None:
        print("skip axe-core finds nothing serious: no axe-core")
        return
    with open(file, encoding="utf-8") as script:
        axe = script.read() + ";0"
    for dress in ("light", "dark"):
        page = check.open(features=[("prefers-color-scheme", dress)])
        # Evaluated over the wire, beside the page's policy.
        page.evaluate(axe)
        page.evaluate("document.querySelectorAll('details')"
                      ".forEach(d => { d.open = true; })")
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => ["
            "r.passes.length, r.violations"
            ".filter(v => ['serious', 'critical'].includes(v.impact))"
            ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 100))])")
        check.empty("axe-core finds nothing serious, " + dress, found[1])
        check.ok("axe-core looked, " + dress, found[0] > 20, found[0])


def check_keyboard(check):
    page = check.open()
    page.key("Tab", virtual=9)
    check.same("Tab first offers to skip", page.evaluate(
        "document.activeElement.className"), "skip")
    seen = set()
    for _ in range(400):
        page.key("Tab", virtual=9)
        where = page.evaluate(
            "(() => { const e = document.activeElement;"
            " const style = getComputedStyle(e);"
            " return [e.tagName, e.id || e.className || e.textContent.slice(0,"
            " 20), style.outlineStyle === 'none']; })()")
        if where[0] == "BODY":
            break
        seen.add(where[0] + ("!" if where[2] else ""))
    check.empty("what has the focus can be seen",
                [w for w in seen if w.endswith("!")])
    for kind in ("A", "SUMMARY") + (
            ("INPUT", "BUTTON") if page.evaluate(
                "document.querySelector('.map') !== null") else ()):
        check.ok("the keyboard reaches " + kind, kind in seen, sorted(seen))
    if page.evaluate("document.querySelector('summary') !== null"):
        page.evaluate("document.querySelector('summary').focus()")
        page.key("Enter", text="\r", virtual=13)
        check.same("Enter unfolds", page.evaluate(
            "document.querySelector('details').open"), True)


def check_sorting(check):
    page = check.open()
    for head in range(2):
        page.evaluate(
            "(() => { const t = document.querySelector('table.sorts');"
            " const d = t.closest('details'); if (d) d.open = true;"
            " t.tHead.querySelectorAll('button')[%d].focus(); })()" % head)
        for times in range(2):
            page.key("Enter", text="\r", virtual=13)
            is_sorted = page.evaluate(
                "(() => { const t = document.querySelector('table.sorts');"
                " const way = t.tHead.rows[0].cells[%d].ariaSort;"
                " const texts = Array.from(t.tBodies[0].rows).map(r =>"
                "  r.cells[%d].textContent.trim());"
                " const keys = texts.map(x => Number(x.replace(/[,%%]/g, '')));"
                " const is = keys.some(Number.isNaN) ? texts.map(x =>"
                "  x.normalize('NFKD').replace(/[\\u0300-\\u036f]/g, '')"
                "  .toLowerCase()) : keys;"
                " return way !== null && is.every((k, i) => i === 0 ||"
                "  (way === 'ascending' ? is[i - 1] <= k : is[i - 1] >= k));"
                " })()" % (head, head))
            check.same("column %d sorts, way %d" % (head + 1, times + 1),
                       is_sorted, True)


def middle_of(page, what):
    return page.evaluate(
        "(() => { const e = %s; e.scrollIntoView({block: 'center',"
        " behavior: 'instant'});"
        " const b = e.getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2]; })()" % what)


def view_of(page):
    return page.evaluate("document.querySelector('.map .view svg')"
                         ".getAttribute('viewBox')")


def check_search(check, page):
    name = page.evaluate("document.querySelector('#people tbody td')"
                         ".textContent")
    marks = page.evaluate("document.querySelectorAll('.people > g > *').length")
    rows = page.evaluate("document.querySelectorAll('#people tbody tr').length")
    check.same("everybody has a mark and a row", marks, rows)
    page.evaluate("document.getElementById('find').focus()")
    page.type(name.upper())
    hits = page.evaluate("document.querySelectorAll("
                         "'#people tbody tr:not([hidden])').length")
    check.ok("search finds a name, whatever the case", 1 <= hits < rows, hits)
    check.ok("it says how many", page.evaluate(
        "document.getElementById('found').textContent")
        .startswith(str(hits)), hits)
    check.same("the others fade", page.evaluate(
        "document.querySelectorAll('.people .cool').length"), marks - hits)
    page.key("Escape", virtual=27)
    check.same("Escape ends the search", page.evaluate(
        "[document.querySelectorAll('.people .cool').length,"
        " document.querySelectorAll('#people tbody tr[hidden]').length,"
        " document.getElementById('find').value]"), [0, 0, ""])
    page.type("zzzz no such person")
    check.same("nobody is found", page.evaluate(
        "document.getElementById('found').textContent"), "0 people")
    page.key("Escape", virtual=27)


def check_pointing(check, page):
    """Marks answer with their own row, and with their ties."""
    bad = []
    tied = 0
    count = page.evaluate("document.querySelectorAll('.people > g > *').length")
    for i in range(0, count, max(1, count // 10)):
        x, y = middle_of(page, "document.querySelectorAll("
                               "'.people > g > *')[%d]" % i)
        page.browser.wait(0.05)
        page.mouse("mouseMoved", x, y)
        got = page.evaluate(
            "(() => { const row = document.querySelectorAll("
            "'#people tbody tr')[%d]; return ["
            "document.querySelector('.map .note').textContent.startsWith("
            "row.cells[0].textContent), document.querySelectorAll("
            "'.people > g > *')[%d].classList.contains('hot'),"
            " document.querySelectorAll('circle.lit').length]; })()" % (i, i))
        if got[:2] != [True, True] or got[2] < 1:
            bad.append((i, got))
        tied += got[2] > 1
    check.empty("a mark under the pointer says who it is", bad)
    if page.evaluate("Array.from(document.querySelectorAll('.ties path'))"
                     ".some(p => p.getAttribute('d') !== '')"):
        check.ok("and shows its ties", tied > 0)
    page.mouse("mouseMoved", 2, 2)
    check.same("it falls silent when the pointer leaves", page.evaluate(
        "document.querySelector('.map .note').textContent"), "")
    x, y = middle_of(page, "document.querySelector('.people > g > *')")
    page.click(x, y)
    page.mouse("mouseMoved", 2, 2)
    check.ok("a click keeps somebody", page.evaluate(
        "document.querySelector('.map .note').textContent") != "")
    page.click(x, y)


def check_zoom(check, page):
    whole = view_of(page)
    for step in ("in", "in", "out"):
        x, y = middle_of(page, "document.querySelector('[data-step=%s]')" % step)
        page.click(x, y)
    check.ok("buttons zoom", view_of(page) != whole, view_of(page))
    x, y = middle_of(page, "document.querySelector('[data-step=reset]')")
    page.click(x, y)
    check.same("and show the whole again", view_of(page), whole)
    page.evaluate("document.querySelector('.map .view').focus()")
    page.key("+", "Equal", "+")
    zoomed = view_of(page)
    page.key("ArrowRight", virtual=39)
    check.ok("keys zoom and move", len({whole, zoomed, view_of(page)}) == 3,
             view_of(page))
    page.key("0", "Digit0", "0")
    check.same("0 shows the whole", view_of(page), whole)
    x, y = middle_of(page, "document.querySelector('.map .view svg')")
    page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-120, modifiers=0)
    check.browser.wait(0.1)
    check.same("the wheel alone scrolls the page", view_of(page), whole)
    x, y = middle_of(page, "document.querySelector('.map .view svg')")
    page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-120, modifiers=2)
    check.browser.wait(0.2)
    check.ok("with Control it zooms", view_of(page) != whole)
    page.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
    before = view_of(page)
    page.mouse("mouseMoved", x + 60, y, button="left", buttons=1)
    page.mouse("mouseReleased", x + 60, y, button="left", clickCount=1)
    check.ok("the picture can be dragged", view_of(page) != before)


def check_person(check):
    charts = check_frame(check)
    check.ok("there are charts", charts >= 1, charts)
    check_dress(check)
    check_keyboard(check)
    check_sorting(check)
    check_axe(check)
    # Without gliding, so that a place that is scrolled to stays.
    page = check.open(features=[("prefers-reduced-motion", "reduce")])
    check_search(check, page)
    check_pointing(check, page)
    check_zoom(check, page)
    check.same("no canary ran", page.evaluate(QUIET), True)
    check.quiet("used", page)


def check_team(check):
    check_frame(check)
    check_dress(check)
    check_keyboard(check)
    check_sorting(check)
    check_axe(check)
    page = check.open()
    links = page.evaluate("Array.from(document.querySelectorAll("
                          "'table a')).map(a => a.getAttribute('href'))")
    check.ok("members have links", len(links) > 1, links)
    page.events.clear()
    page.evaluate("document.querySelector('table a').click()")
    for _ in range(100):
        check.browser.wait(0.1)
        if page.has("Page.loadEventFired"):
            break
    check.ok("a link leads to a page", page.evaluate(
        "document.querySelector('.map') !== null"), links[0])


def check_hostile(check):
    """Names that want to be obeyed: pointed at, searched for, unfolded."""
    for script in (True, False):
        page = check.open(script=script,
                          features=[("prefers-reduced-motion", "reduce")])
        page.evaluate("document.querySelectorAll('details')"
                      ".forEach(d => { d.open = true; })")
        if script:
            check_search(check, page)
            check_pointing(check, page)
        page.evaluate(
            "document.querySelectorAll('body *').forEach(e => {"
            " ['mouseover', 'focus', 'click', 'error', 'load', 'toggle',"
            " 'animationstart'].forEach(t => e.tagName !== 'A' &&"
            " e.dispatchEvent(new Event(t, {bubbles: false}))); })")
        check.same("no canary ran, scripts " + str(script),
                   page.evaluate(QUIET), True)
        check.quiet("scripts " + str(script), page)
        check.empty("no element is a stranger's", page.evaluate(
            "Array.from(document.querySelectorAll('img, iframe, object, embed,"
            " form, base, link, audio, video, foreignObject, use, image,"
            " [onerror], [onload], [onmouseover], [onfocus]'))"
            ".map(e => e.outerHTML.slice(0, 60))"))
        check.same("only our script", page.evaluate(
            "document.querySelectorAll('script').length"), 1)


def main():
    kind, file = sys.argv[1:]
    with Browser(find_chromium()) as browser:
        check = Checker(browser, file)
        {"person": check_person, "team": check_team,
         "hostile": check_hostile}[kind](check)
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
