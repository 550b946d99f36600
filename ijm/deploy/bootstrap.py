"""Make .venv from hashed locks: `bootstrap.py STAMP LOCK...`, run by the Makefile.

Any Python 3 can read this file, so that an old one gets a sentence and not a traceback.
It imports nothing of ours, and nothing that needs installing.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOM = 900 * 2**20


def main(arguments):
    stamp, locks = arguments[0], arguments[1:]
    folder = os.path.join(CHECKOUT, ".venv")
    problem = missing_on_this_machine(folder)
    if problem:
        sys.exit(problem)
    python = os.path.join(folder, "bin", "python")
    if not runs(python):
        say("Making .venv (only this once) ...")
        make(folder)
    say("Installing %s ..." % ", ".join(locks))
    install(python, locks)
    with open(os.path.join(CHECKOUT, stamp), "w"):
        pass


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def missing_on_this_machine(folder):
    if sys.version_info[:2] < OLDEST:
        return (
            "This needs Python %d.%d or newer, and %s is %s: install a newer one, or"
            " name it, as in `make demo PYTHON=python3.12`."
            % (OLDEST + (sys.executable, sys.version.split()[0]))
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return (
            "This Python cannot make a virtual environment: install its venv module"
            " (on Debian and Ubuntu: apt install python%d.%d-venv) and run this again."
            % sys.version_info[:2]
        )
    if not os.access(CHECKOUT, os.W_OK):
        return "%s cannot be written to: run this from a copy that is yours." % CHECKOUT
    if not os.path.isdir(folder) and shutil.disk_usage(CHECKOUT).free < ROOM:
        return (
            "The disk that holds %s is nearly full: free %d MB and run this again."
            % (CHECKOUT, ROOM // 2**20)
        )
    return None


def runs(python):
    ask = "import sys, pip; sys.exit(sys.version_info[:2] < (%d, %d))" % OLDEST
    try:
        return subprocess.call([python, "-c", ask], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make(folder):
    # In a process of its own: a Python that was patched to lack pip fails there.
    if subprocess.call([sys.executable, "-m", "venv", "--clear", folder]):
        sys.exit("The virtual environment could not be made; the reason stands above.")


def install(python, locks):
    command = [python, "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off"]
    command += ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    for lock in locks:
        command += ["--requirement", os.path.join(CHECKOUT, lock)]
    if subprocess.call(command, cwd=CHECKOUT):
        sys.exit(
            "The packages could not be installed; pip's reason stands above. Is this"
            " machine online, and is there room on its disk?"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
