"""Starts and stops the processes of a world."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from laptop.errors import LaptopError
from laptop.world import STATE, World

CLOUD = "localcloud"
_PROCESSES = STATE / "processes.json"
_CURRENT = STATE / "current"
_CODE = ("dags", "dbt", "images/dashboard/src", "images/extract/src", "images/localcloud/src", ".env")
_CODE_ENDINGS = {".py", ".sql", ".yml", ".csv", ".json", ".env"}
_STOP_SECONDS = 10


@dataclass(frozen=True)
class Service:
    """A running process; its start time tells it from a later one with the same number."""

    name: str
    pid: int
    started: float
    log: str

    def process(self) -> psutil.Process | None:
        """The process, or None when it has ended."""
        try:
            process = psutil.Process(self.pid)
            ended = process.status() == psutil.STATUS_ZOMBIE or process.create_time() != self.started
        except psutil.NoSuchProcess:
            return None
        return None if ended else process


def running() -> list[Service]:
    """The services that were started and not stopped since, ended or not."""
    return [Service(**each) for each in json.loads(_PROCESSES.read_text())] if _PROCESSES.exists() else []


def start(world: World) -> None:
    """Have the world's services run, and no other's; what runs with the present code already stays.

    Raises:
        LaptopError: A service ended while starting.
    """
    if is_up(world):
        return
    stop()
    world.logs.mkdir(parents=True, exist_ok=True)
    (world.folder / "airflow").mkdir(exist_ok=True)
    _CURRENT.write_text(world.name)
    environment = world.environment()
    _check_settings(environment)
    preparations = [
        _prepare(world, environment, "dbt-parse", _dbt("parse")),
        _prepare(world, environment, "airflow-migrate", [_program("airflow"), "db", "migrate"]),
    ]
    if not world.is_live:
        _start_service(world, environment, CLOUD, _localcloud(world))
    for preparation in preparations:
        preparation.finish()
    # while Airflow starts: its pages show the docs once they are there
    docs = _prepare(
        world, environment, "dbt-docs", _dbt("docs", "generate", "--no-compile", "--empty-catalog")
    )
    # logs are read from their files: no server for them, which would listen on every interface
    for part in (["api-server"], ["scheduler", "-s"], ["dag-processor"], ["triggerer", "-s"]):
        _start_service(world, environment, part[0], [_program("airflow"), *part])
    docs.finish()


def is_up(world: World) -> bool:
    """Whether the world's services all run, started after the last change of the code."""
    services = running()
    return (
        bool(services)
        and _CURRENT.exists()
        and _CURRENT.read_text() == world.name
        and all(service.process() for service in services)
        and min(service.started for service in services) > max(_code_changes())
    )


def check() -> None:
    """Nothing, as long as every service runs.

    Raises:
        LaptopError: One has ended.
    """
    for service in running():
        if service.process() is None:
            raise LaptopError(
                f"The service {service.name} has ended. Its log: {service.log}\n{tail(service.log)}"
            )


def stop() -> None:
    """End the services that run, Airflow before the cloud that it writes to, and wait for their end."""
    services = running()
    for group in ([s for s in services if s.name != CLOUD], [s for s in services if s.name == CLOUD]):
        processes = [process for service in group if (process := service.process())]
        family = [member for process in processes for member in (process, *process.children(recursive=True))]
        for process in processes:
            process.terminate()
        _, alive = psutil.wait_procs(family, timeout=_STOP_SECONDS)
        for member in alive:
            member.kill()
    _PROCESSES.unlink(missing_ok=True)


def tail(log: str | Path, lines: int = 15) -> str:
    """The last lines of a log."""
    path = Path(log)
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _dbt(*arguments: str) -> list[str]:
    return [_program("dbt"), *arguments, "--project-dir", "dbt", "--profiles-dir", "dbt"]


def _localcloud(world: World) -> list[str]:
    ports = world.ports
    return [
        _program(CLOUD),
        "serve",
        "--state",
        str(world.folder / "cloud"),
        "--market",
        str(world.market),
        "--s3-port",
        str(ports["s3"]),
        "--snowflake-port",
        str(ports["snowflake"]),
        "--api-port",
        str(ports["api"]),
        "--benzinga-token",
        world.credentials["BENZINGA_API_TOKEN"],
        "--polygon-key",
        world.credentials["POLYGON_API_KEY"],
    ]


def _check_settings(environment: dict[str, str]) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pipeline.settings"],
        cwd="dags",
        env=environment,
        capture_output=True,
        text=True,
    )
    if checked.returncode != 0:
        raise LaptopError(f"{checked.stderr.strip()}\n.env.example describes every setting.")


@dataclass(frozen=True)
class _Preparation:
    """A command that must have succeeded before the world is up."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def finish(self) -> None:
        if self.process.wait() != 0:
            raise LaptopError(f"{self.name} failed. Its log: {self.log}\n{tail(self.log)}")


def _prepare(world: World, environment: dict[str, str], name: str, command: Sequence[str]) -> _Preparation:
    log = world.logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    return _Preparation(name, process, log)


def _start_service(world: World, environment: dict[str, str], name: str, command: Sequence[str]) -> None:
    log = world.logs / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C ends the command that waits, not the services
            start_new_session=True,
        )
    service = Service(name, process.pid, psutil.Process(process.pid).create_time(), str(log))
    _PROCESSES.write_text(json.dumps([asdict(each) for each in [*running(), service]], indent=2))


def _code_changes() -> Iterator[float]:
    for root in _CODE:
        path = Path(root)
        files = [path] if path.is_file() else path.rglob("*")
        for file in files:
            if file.suffix in _CODE_ENDINGS and "target" not in file.parts:
                yield file.stat().st_mtime
