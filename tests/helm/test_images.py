"""The Dockerfiles of all images, read as instructions."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from .rendering import REPOSITORY

IMAGES = REPOSITORY / "images"
DOCKERFILES = sorted(IMAGES.glob("*/Dockerfile"))
# Debian's package; nothing of it is built here
PACKAGED = {"postgres"}


@dataclass(frozen=True)
class Stage:
    """One FROM and what follows, as (instruction, arguments)."""

    base: str
    steps: list[tuple[str, str]]

    def arguments(self, instruction: str) -> list[str]:
        return [text for name, text in self.steps if name == instruction]


@dataclass(frozen=True)
class Dockerfile:
    """The arguments before the first FROM, and the stages."""

    name: str
    arguments: list[str]
    stages: list[Stage]

    @property
    def last(self) -> Stage:
        return self.stages[-1]

    def all(self, instruction: str) -> list[str]:
        return [text for stage in self.stages for text in stage.arguments(instruction)]


def read(path: Path) -> Dockerfile:
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found = Dockerfile(path.parent.name, [], [])
    for line in filter(str.strip, joined.splitlines()):
        instruction, text = line.split(maxsplit=1)
        if instruction == "FROM":
            found.stages.append(Stage(text.split()[0], []))
        elif found.stages:
            found.stages[-1].steps.append((instruction, text))
        else:
            found.arguments.append(text)
    return found


@pytest.fixture(params=DOCKERFILES, ids=lambda path: path.parent.name)
def dockerfile(request: pytest.FixtureRequest) -> Dockerfile:
    return read(request.param)


def test_every_image_is_here() -> None:
    names = {path.parent.name for path in DOCKERFILES}
    assert names == {"airflow", "dashboard", "extract", "localcloud", "postgres"}


def test_the_base_is_a_slim_one_and_an_argument(dockerfile: Dockerfile) -> None:
    [argument] = dockerfile.arguments
    name, _, default = argument.partition("=")
    assert re.fullmatch(r"(python:3\.11|debian:bookworm)-slim(-bookworm)?", default)
    bases = {stage.base for stage in dockerfile.stages} - {"build"}
    assert bases == {f"${{{name}}}"}


def test_it_runs_as_a_numbered_user_and_never_as_root(dockerfile: Dockerfile) -> None:
    user = dockerfile.last.arguments("USER")[-1]
    assert re.fullmatch(r"[1-9]\d*(:\d+)?", user)
    if dockerfile.name == "airflow":
        assert user == "50000:0"


def test_what_builds_stays_behind(dockerfile: Dockerfile) -> None:
    if dockerfile.name in PACKAGED:
        assert len(dockerfile.stages) == 1
        return
    assert len(dockerfile.stages) >= 2
    for step in dockerfile.last.arguments("RUN"):
        assert not re.search(r"\b(apt|apt-get|pip|uv|npm|curl|wget)\b", step)
    assert any("--from=build" in copy for copy in dockerfile.last.arguments("COPY"))


def test_every_package_comes_by_its_hash(dockerfile: Dockerfile) -> None:
    installs = [
        command
        for step in dockerfile.all("RUN")
        for command in re.split(r"&&|;", step)
        if re.search(r"\b(pip install|npm (install|ci|i))\b", command)
    ]
    assert installs or dockerfile.name in PACKAGED
    for command in installs:
        # our own package has no dependency of its own to fetch
        own = command.strip() == "uv pip install --no-deps ."
        assert own or "--require-hashes" in command or command.strip().startswith("npm ci")


def test_byte_code_is_compiled_and_written_never_again(dockerfile: Dockerfile) -> None:
    if dockerfile.name in PACKAGED:
        return
    build = " ".join(dockerfile.stages[0].arguments("ENV"))
    assert {"UV_COMPILE_BYTECODE=1", "PYC_INVALIDATION_MODE=unchecked-hash"} <= set(build.split())
    assert "PYTHONDONTWRITEBYTECODE=1" in " ".join(dockerfile.last.arguments("ENV")).split()


def test_it_says_what_it_is_and_of_which_commit(dockerfile: Dockerfile) -> None:
    labels = " ".join(dockerfile.last.arguments("LABEL"))
    for name in ("title", "description"):
        assert re.search(rf'org\.opencontainers\.image\.{name}="[^"]+"', labels)
    assert 'org.opencontainers.image.revision="${CODE_VERSION}"' in labels
    assert any(argument.startswith("CODE_VERSION") for argument in dockerfile.last.arguments("ARG"))


def test_services_say_whether_they_are_well(dockerfile: Dockerfile) -> None:
    # Airflow's parts have the chart's probes; extract and dashboard run once
    assert bool(dockerfile.last.arguments("HEALTHCHECK")) is (dockerfile.name in {"localcloud", "postgres"})


def test_no_secret_is_an_argument_or_a_variable(dockerfile: Dockerfile) -> None:
    names = [
        match
        for text in dockerfile.all("ARG") + dockerfile.all("ENV")
        for match in re.findall(r"\b([A-Z][A-Z0-9_]+)(?==|$)", text)
    ]
    assert names
    assert not [name for name in names if re.search(r"SECRET|TOKEN|PASSWORD|API_KEY", name)]


def test_what_is_copied_from_the_checkout_is_in_the_context(dockerfile: Dockerfile) -> None:
    allowed = [
        line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")
    ]
    for copy in dockerfile.all("COPY"):
        words = [word for word in copy.split() if not word.startswith("--")]
        if "--from" not in copy:
            assert all(word.split("/")[0] in allowed for word in words[:-1])
