"""Build what the Dockerfile builds, without an engine, and run it as the image does.

    make image-check

Each stage is an overlay over this machine's own root, entered by chroot in a mount namespace that
ends with the command: the machine's Python and node stand in for those of the base images. The
result runs as the image's user, without capabilities, on a root that cannot be written. Needs
Linux and root; nothing is left behind.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from core.keys import new_key
from tests.deploy.dockerfile import DOCKERFILE, ROOT, Instruction, Stage, ignored, stages

PYTHON = "/usr/bin/python3.11"
UNSHARE = "/usr/bin/unshare"
PATH = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"
ENTER = """
set -e
mount -t overlay overlay -o "lowerdir=/,upperdir=$UPPER,workdir=$WORK" "$MERGED"
mount --rbind /dev "$MERGED/dev"
mount -t proc proc "$MERGED/proc"
[ -n "$AS" ] || exec chroot "$MERGED" "$@"
mount -t tmpfs tmpfs "$MERGED/tmp"
mount --bind "$DATA" "$MERGED/data"
mount -o remount,bind,ro "$MERGED"
exec chroot "$MERGED" setpriv --reuid "${AS%:*}" --regid "${AS#*:}" --clear-groups \\
    --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""
PASSED_ON = ("PIP_", "NPM_CONFIG_", "npm_config_", "NODE_EXTRA", "SSL_CERT", "REQUESTS_CA", "http")
SETTINGS = {
    "BOT_TOKEN": "123456:" + "T" * 35,
    "PARTNER_ID": "p",
    "PUBLIC_URL": "http://127.0.0.1:8080",
    "PARTNER_API_URL": "http://127.0.0.1:9",
    "TELEGRAM_API_URL": "http://127.0.0.1:9",
    "TOKEN_KEYS": new_key(),
    "SESSION_KEY": new_key(),
}


class Built:
    """A stage on the disk: what it adds to this machine's root."""

    def __init__(self, folder: Path, name: str, below: Built | None) -> None:
        self.upper, self.work, self.merged = (
            folder / name / it for it in ("upper", "work", "root")
        )
        for each in (self.upper, self.work, self.merged):
            each.mkdir(parents=True)
        self.directory = "/"
        self.environment: dict[str, str] = dict(below.environment) if below else {"PATH": PATH}
        if below:
            # Linked, not layered: overlayfs takes no two layers of which one is inside the other.
            shutil.copytree(
                below.upper, self.upper, symlinks=True, copy_function=os.link, dirs_exist_ok=True
            )
        else:
            local = self.upper / "usr" / "local" / "bin"
            local.mkdir(parents=True)
            (local / "python").symlink_to(PYTHON)

    def command(self, words: list[str], **more: str) -> subprocess.Popen[str]:
        """Start *words* in it; `AS` in *more* makes that as the image would."""
        user, data = more.pop("AS", ""), more.pop("DATA", "")
        given = (self.environment | more).items()
        inside = ["env", "-i", "-C", self.directory, *(f"{name}={value}" for name, value in given)]
        mounts = {"UPPER": str(self.upper), "WORK": str(self.work), "MERGED": str(self.merged)}
        piped = subprocess.PIPE if user else None
        return subprocess.Popen(
            [UNSHARE, "--mount", "--propagation=private", "sh", "-c", ENTER, "sh", *inside, *words],
            env=mounts | {"AS": user, "DATA": data, "PATH": PATH},
            text=True,
            stderr=piped,
            stdout=piped,
        )


def build(folder: Path) -> tuple[Built, Stage]:
    """Carry out every instruction; return the last stage."""
    built: dict[str, Built] = {}
    found = stages(DOCKERFILE.read_text())
    for stage in found:
        here = Built(folder, stage.name or "final", built.get(stage.image))
        for each in stage.instructions:
            carry_out(each, here, built)
        built[stage.name] = here
    return built[""], found[-1]


def carry_out(each: Instruction, here: Built, built: dict[str, Built]) -> None:
    """Do what one instruction says."""
    if each.keyword in {"ENV", "ARG"}:
        for name, _, value in (word.partition("=") for word in each.words):
            here.environment[name] = value.replace("$PATH", here.environment["PATH"])
    elif each.keyword == "WORKDIR":
        here.directory = each.rest
        (here.upper / each.rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
    elif each.keyword == "COPY":
        copy(each, here, built)
    elif each.keyword == "RUN":
        words = each.words if each.is_exec_form else ["sh", "-c", each.rest]
        say(f"{each.keyword} {each.rest}")
        passed = {
            name: value
            for name, value in os.environ.items()  # noqa: TID251  # where packages come from
            if name.startswith(PASSED_ON)
        }
        if here.command(words, HOME="/root", **passed).wait():
            sys.exit(f"failed: {each.rest}")


def copy(each: Instruction, here: Built, built: dict[str, Built]) -> None:
    """Copy as COPY does: a folder's content, a file into a folder or under a name."""
    *sources, target = each.words
    to = here.upper / Path(here.directory, target).as_posix().lstrip("/")
    for source in sources:
        stage = each.flags.get("from")
        at = built[stage].upper / source.lstrip("/") if stage else ROOT / source
        if at.is_dir():
            known = None if stage else _skipping
            shutil.copytree(at, to, dirs_exist_ok=True, symlinks=True, ignore=known)
        else:
            into = to / at.name if target.endswith("/") else to
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(at, into)


def _skipping(folder: str, names: list[str]) -> set[str]:
    at = Path(folder).relative_to(ROOT)
    return {name for name in names if ignored(str(at / name))}


@contextmanager
def serving(image: Built, **more: str) -> Iterator[str]:
    """Run the image's own command until the block ends; yield the address."""
    process = image.command(["python", "-m", "webapp"], **more)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if '"listening"' in line:
                break
            say(line.rstrip())
        yield f"http://127.0.0.1:{more['PORT']}"
    finally:
        process.terminate()
        say(f"stopped with {process.wait(60)}")


def run(image: Built, words: list[str], **more: str) -> str:
    """Return how a command of the image ended, and its last line."""
    process = image.command(words, **more)
    out, err = process.communicate(timeout=300)
    last = [*out.splitlines(), *err.splitlines(), ""][0]
    return f"{process.returncode}: {last}"


def main() -> int:
    """Build, run, ask; say what happened."""
    with tempfile.TemporaryDirectory(prefix="image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        image, stage = build(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        user = stage.last("USER").rest
        os.chown(data, *map(int, user.split(":")))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = str(free.getsockname()[1])
        inside = SETTINGS | {"AS": user, "DATA": str(data), "PORT": port}
        say(f"root {run(image, ['python', '-c', ROOT_IS], **inside)}")
        started = time.monotonic()
        with serving(image, **inside) as url:
            say(f"listening after {time.monotonic() - started:.1f} s")
            for path in ("/healthz", "/readyz", "/", "/icon.png", "/tonconnect-manifest.json"):
                with urlopen(url + path, timeout=30) as answer:  # noqa: S310  # our own
                    say(f"{path} {answer.status} {len(answer.read())} bytes")
            health = (
                stage.last("HEALTHCHECK").rest.removeprefix("CMD ").replace(":8080", f":{port}")
            )
            say(f"health {run(image, json.loads(health), **inside)}")
        for line in COMMANDS:
            say(f"{line}: {run(image, shlex.split(line), **inside)}")
    return 0


ROOT_IS = """
import os, pathlib
for place in ("/app/x", "/venv/x", "/x", "/data/x", "/tmp/x"):
    try: pathlib.Path(place).touch(); print(place, "written", end="; ")
    except OSError as error: print(place, error.strerror, end="; ")
print("as", os.getuid(), os.getgid(), os.getgroups())
"""
COMMANDS = (
    "python -m core.settings new-keys",
    "python -m core.store migrate",
    "python -m core.store backup /data/kept.jsonl",
    "python -m core.store rekey",
    "python -m webapp check",
    "python -m bot",
    "python -m bot worker --help",
)


def say(line: str) -> None:
    """Tell whoever watches."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
