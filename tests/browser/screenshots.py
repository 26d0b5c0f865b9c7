"""The pictures of the README, taken from the demo: `make screenshots`."""

import json
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench import _stage
from tests.browser import chromium

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main():
    subprocess.run([sys.executable, "manage.py", "demo"], check=True, stdout=subprocess.DEVNULL)
    with _stage.running_console() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        sign_in(page, address)
        take_composer(page, address)
        take_threads(page, address)
        browser.close()


def sign_in(page, address):
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Username or email").fill("agent")
    page.get_by_label("Password").fill("console-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


def take_composer(page, address):
    page.goto(f"{address}/threads/import/")
    page.locator("textarea").fill(json.dumps(_stage.BODY))
    page.get_by_role("button", name="Open in the composer").click()
    page.get_by_label("Title").fill("Snapped pole, NV-20418835")
    page.screenshot(path=IMAGES / "composer.png")


def take_threads(page, address):
    page.goto(f"{address}/threads/")
    page.get_by_role("link", name="Snapped pole, NV-20418835").first.locator(
        "xpath=ancestor::tr"
    ).click()
    page.locator("#drawer h2").wait_for()
    page.screenshot(path=IMAGES / "threads.png")


if __name__ == "__main__":
    main()
