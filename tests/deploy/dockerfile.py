"""Reading a Dockerfile: as much of its language as ours uses."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One of them: `COPY`, its flags (`--from=page`), and what follows."""

    keyword: str
    flags: dict[str, str]
    rest: str

    @property
    def is_exec_form(self) -> bool:
        return self.rest.startswith("[")

    @property
    def words(self) -> list[str]:
        """The words of it, in either form."""
        if self.is_exec_form:
            words: list[str] = json.loads(self.rest)
            return words
        return shlex.split(self.rest)


@dataclass(frozen=True, slots=True)
class Stage:
    """From one `FROM` to the next."""

    image: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, keyword: str) -> list[Instruction]:
        return [each for each in self.instructions if each.keyword == keyword]

    def last(self, keyword: str) -> Instruction:
        return self.all(keyword)[-1]

    @property
    def environment(self) -> dict[str, str]:
        """What its `ENV` set."""
        pairs = [word.partition("=") for each in self.all("ENV") for word in each.words]
        return {name: value for name, _, value in pairs}


def stages(text: str) -> list[Stage]:
    """Return the stages of a Dockerfile; what is no instruction is a `ValueError`."""
    found: list[Stage] = []
    for line in _lines(text):
        each = _instruction(line)
        if each.keyword == "FROM":
            image, *name = each.words
            found.append(Stage(image, name[1] if name else ""))
        else:
            found[-1].instructions.append(each)
    return found


def ignored(path: str) -> bool:
    """Return whether the build never sees *path*; a later line of .dockerignore wins."""
    is_ignored = False
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern, wanted = line.removeprefix("!"), line.startswith("!")
        if not pattern or pattern.startswith("#"):
            continue
        parents = [path, *map(str, Path(path).parents)][:-1]
        tail = pattern.removeprefix("**/")
        if any(
            fnmatch(each, pattern) or (tail != pattern and fnmatch(Path(each).name, tail))
            for each in parents
        ):
            is_ignored = not wanted
    return is_ignored


def _lines(text: str) -> Iterator[str]:
    kept = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return (line.strip() for line in "\n".join(kept).replace("\\\n", " ").splitlines())


def _instruction(line: str) -> Instruction:
    keyword, _, rest = line.partition(" ")
    if keyword not in KNOWN:
        raise ValueError(f"no instruction: {line}")
    flags: dict[str, str] = {}
    while rest.lstrip().startswith("--"):
        flag, _, rest = rest.lstrip().partition(" ")
        name, _, value = flag[2:].partition("=")
        flags[name] = value
    return Instruction(keyword, flags, rest.strip())


KNOWN = {
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "RUN",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
}
