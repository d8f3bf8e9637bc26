# SPDX-License-Identifier: GPL-2.0-or-later
"""Chromium, driven over its DevTools protocol with nothing but the standard
library: a pipe on descriptors 3 and 4, messages that end with NUL.

    with Browser(path) as browser:
        page = browser.open(file)          # waits until it is loaded
        page.evaluate("document.title")
        page.events                        # console, network, exceptions
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds that any answer may take


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    return None


class Browser:
    def __init__(self, path, arguments=()):
        self.folder = tempfile.mkdtemp(prefix="introfind-browser-")
        to_child, self.to = os.pipe()
        self.back, from_child = os.pipe()
        command = [path, "--headless=new", "--remote-debugging-pipe",
                   "--no-first-run", "--no-default-browser-check",
                   "--disable-gpu", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-extensions",
                   "--hide-scrollbars", "--user-data-dir=" + self.folder]
        if os.geteuid() == 0:
            command.append("--no-sandbox")
        command += list(arguments) + ["about:blank"]

        def wire():
            # Above 4 first, so that none is closed by the other's dup2.
            read, write = os.dup(to_child), os.dup(from_child)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.process = subprocess.Popen(
            command, preexec_fn=wire, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        os.close(to_child)
        os.close(from_child)
        os.set_blocking(self.back, False)
        self.buffer = b""
        self.number = 0
        self.pages = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.call("Browser.close")
        except (OSError, RuntimeError):
            pass
        for descriptor in (self.to, self.back):
            os.close(descriptor)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self, deadline):
        """One message, or None when the time is over."""
        while b"\0" not in self.buffer:
            try:
                piece = os.read(self.back, 1 << 20)
                if not piece:
                    raise RuntimeError("Chromium ended")
                self.buffer += piece
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return None
                time.sleep(0.005)
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def sort(self, message):
        page = self.pages.get(message.get("sessionId"))
        if page is not None and "method" in message:
            page.events.append(message)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.read(deadline)
            if answer is None:
                raise RuntimeError("no answer to " + method)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(method + ": " +
                                       answer["error"]["message"])
                return answer["result"]
            self.sort(answer)

    def wait(self, seconds):
        deadline = time.monotonic() + seconds
        while True:
            message = self.read(deadline)
            if message is None:
                return
            self.sort(message)

    def open(self, file, width=1200, height=900, script=True, features=()):
        target = self.call("Target.createTarget", url="about:blank")
        session = self.call("Target.attachToTarget", flatten=True,
                            targetId=target["targetId"])["sessionId"]
        page = Page(self, session)
        self.pages[session] = page
        for domain in ("Page", "Runtime", "Network", "Log"):
            page.call(domain + ".enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width,
                  height=height, deviceScaleFactor=1, mobile=False)
        page.call("Emulation.setScriptExecutionDisabled", value=not script)
        page.set_features(features)
        page.go("file://" + os.path.abspath(file))
        return page


class Page:
    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        self.events = []

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def set_features(self, features, media=""):
        self.call("Emulation.setEmulatedMedia", media=media,
                  features=[{"name": n, "value": v} for n, v in features])

    def go(self, url):
        self.call("Page.navigate", url=url)
        deadline = time.monotonic() + PATIENCE
        while not self.has("Page.loadEventFired"):
            if time.monotonic() > deadline:
                raise RuntimeError("never loaded: " + url)
            self.browser.wait(0.02)

    def has(self, method):
        return any(event["method"] == method for event in self.events)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression,
                           returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:600])
        return answer["result"].get("value")

    def key(self, key, code=None, text=None, virtual=0):
        down = {"type": "keyDown", "key": key, "code": code or key,
                "windowsVirtualKeyCode": virtual}
        if text is not None:
            down["text"] = text
        self.call("Input.dispatchKeyEvent", **down)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key,
                  code=code or key, windowsVirtualKeyCode=virtual)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.mouse(kind, x, y, button="left", clickCount=1)

    def picture(self, file, whole=True):
        data = self.call("Page.captureScreenshot",
                         captureBeyondViewport=whole)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    def paper(self, file):
        data = self.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69,
                         printBackground=True)["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))
