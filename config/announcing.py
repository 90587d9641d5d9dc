"""Says on the terminal that the product answers, where, and who can sign in."""

import subprocess
import sys
import threading
import time
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ASK_EVERY = 0.3  # seconds
# A proxy named in the environment must not stand between this process and its own web server.
_opener = build_opener(ProxyHandler({}))


def announce_when_healthy(port: int) -> None:
    """Print the address and the demonstration sign-ins once /healthz/ answers 200."""
    threading.Thread(target=_announce, args=(port,), daemon=True).start()


def _announce(port: int) -> None:
    address = f"http://127.0.0.1:{port}/"
    while not answers(f"{address}healthz/"):
        time.sleep(ASK_EVERY)
    tell(f"\nLuze 履责  {address}")
    tell(f"{sign_ins()}\nCtrl-C ends it.")


def tell(text: str) -> None:
    """Print at once, whatever standard output is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answers(url: str) -> bool:
    """Whether a page answers 200."""
    try:
        with _opener.open(url, timeout=3) as response:
            return response.status == 200
    except (URLError, OSError):
        return False


def sign_ins() -> str:
    """Return what `manage.py demonstration_sign_ins` prints, or how to make a first account."""
    command = [sys.executable, "manage.py", "demonstration_sign_ins"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout
    return printed.rstrip() or "First account: .venv/bin/python manage.py createsuperuser"
