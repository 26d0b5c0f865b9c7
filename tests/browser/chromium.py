"""Where the browser of the journeys comes from: $CHROMIUM, the PATH, or Debian's package. It is never skipped.

`python -m tests.browser.chromium` installs it if there is none, and prints its path.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A browser bar that nobody sees draws its list of suggestions as a page of its own, in a process of its own, for every
# context: nearly half of what opening one costs.
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup")
# What Playwright switches off: of two lists Chromium takes the last one.
PLAYWRIGHTS = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
WITHOUT_UNSEEN = f"--disable-features={','.join((*PLAYWRIGHTS, *UNSEEN))}"

ADVICE = (
    "No Chromium was found, and the browser journeys are part of the suite. Do one of these:\n"
    "  apt-get install chromium              (as root, on Debian or Ubuntu)\n"
    "  CHROMIUM=/path/to/chrome make test    (any Chromium or Chrome)\n"
    "  make test-fast                        (everything but the journeys)"
)


class ChromiumMissingError(Exception):
    """No browser, or $CHROMIUM names none. The message says what to do."""


def find():
    """The path of a Chromium. Raises ChromiumMissingError."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        path = shutil.which(chosen)
        if path is None:
            raise ChromiumMissingError(f"CHROMIUM={chosen} is no program that can be started.")
        return path
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise ChromiumMissingError(ADVICE)


def install():
    """Install Debian's package, as root or by a sudo that asks for no password. Failing to is not an error here."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (as_root and not shutil.which("sudo")):
        return
    print("Installing Chromium for the browser journeys …", flush=True)  # noqa: T201 - for the person at the terminal
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run(
            [*as_root, *environment, "apt-get", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def main():
    try:
        path = find()
    except ChromiumMissingError:
        if "CHROMIUM" not in os.environ:
            install()
        try:
            path = find()
        except ChromiumMissingError as exc:
            sys.exit(str(exc))
    print(f"Browser journeys run in {path}")  # noqa: T201 - for the person at the terminal


if __name__ == "__main__":
    main()
