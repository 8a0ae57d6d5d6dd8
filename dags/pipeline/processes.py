"""Commands that run as a process beside the task."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from airflow.sdk import BaseOperator, Context
from airflow.sdk.exceptions import AirflowException, AirflowFailException

USAGE_ERROR = 2
"""Exit code of wrong arguments or settings: the same again would fail the same."""
TRY_AGAIN_LATER = 75
"""Exit code EX_TEMPFAIL of sysexits.h: what the command needs is not available yet."""

SYSTEM_VARIABLES = (
    "HOME",
    "HTTPS_PROXY",
    "LANG",
    "NO_PROXY",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "TMPDIR",
    "TZ",
)

AWS_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_PROFILE",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
)
"""How AWS' libraries find the region and who they are: keys, or in a pod its role."""


def installed(program: str) -> str:
    """The path of a console script of this Python environment."""
    return str(Path(sys.executable).parent / program)


class ProcessOperator(BaseOperator):
    """Runs a command, its output streamed to the task log, its environment only what is named.

    Args:
        command: Program and arguments (templated).
        variables: Environment variables of the command's own (templated).
        inherited: Names of the worker's variables that the command may see. Their values are read when
            the task runs: they are in no rendered field.
        **kwargs: The arguments of every operator.

    Raises:
        AirflowFailException: The command ended with 2 (arguments or settings): no retry.
        AirflowException: The command ended with another code than 0: retried.
    """

    template_fields = ("command", "variables")

    def __init__(
        self,
        *,
        command: Sequence[str],
        variables: Mapping[str, str] | None = None,
        inherited: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.command = list(command)
        self.variables = dict(variables or {})
        self.inherited = tuple(inherited)
        self._process: subprocess.Popen[str] | None = None

    def execute(self, context: Context) -> None:
        """Run the command to its end."""
        self.log.info("Running %s", " ".join(self.command))
        self._process = subprocess.Popen(
            self.command,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.log.info("%s", line.rstrip())
        self._judge(self._process.wait())

    def on_kill(self) -> None:
        """End the command with the task."""
        if self._process is not None:
            self._process.terminate()

    def _environment(self) -> dict[str, str]:
        names = SYSTEM_VARIABLES + self.inherited
        return {name: os.environ[name] for name in names if name in os.environ} | self.variables

    def _judge(self, exit_code: int) -> None:
        program = Path(self.command[0]).name
        if exit_code == USAGE_ERROR:
            raise AirflowFailException(
                f"{program} ended with code 2: see its last lines above, correct them."
            )
        if exit_code == TRY_AGAIN_LATER:
            raise AirflowException(f"{program} ended with code 75: what it needs is not available yet.")
        if exit_code != 0:
            raise AirflowException(f"{program} ended with code {exit_code}: see its last lines above.")
