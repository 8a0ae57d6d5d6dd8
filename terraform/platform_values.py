"""Writes what Terraform made into the files that Helm and kustomize read, so that nobody copies an ARN.

`make platform-values ENV=dev` writes helm/airflow/values-platform-dev.yaml and
helm/objects/dev/platform.yaml.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
HEADER = """\
# Written by `make platform-values ENV={environment}` from the outputs of terraform/. Don't edit: change the
# settings there, apply, and write it again.
"""


class OutputsError(Exception):
    """The outputs can't be used; the message says what to do."""


def read_outputs(terraform: Path) -> dict[str, Any]:
    """The outputs of the state that a folder of Terraform is initialised for.

    Raises:
        OutputsError: Terraform can't read them.
    """
    read = ["terraform", f"-chdir={terraform}", "output", "-no-color", "-json"]
    done = subprocess.run(read, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OutputsError(f"terraform output failed:\n{done.stderr.strip()}")
    return {name: output["value"] for name, output in json.loads(done.stdout).items()}


def files(outputs: dict[str, Any], environment: str) -> dict[Path, str]:
    """The text of each file, by its path below helm/.

    Raises:
        OutputsError: Nothing was applied yet, or for another environment.
    """
    if "environment" not in outputs:
        raise OutputsError("The state has no outputs yet: apply first (terraform/README.md).")
    if outputs["environment"] != environment:
        raise OutputsError(
            f"terraform/ is initialised for {outputs['environment']}, not for {environment}. "
            f"Run: terraform -chdir=terraform init -reconfigure -backend-config=backend.hcl "
            f"-backend-config=key={environment}.tfstate"
        )
    header = HEADER.format(environment=environment)
    return {
        Path("airflow", f"values-platform-{environment}.yaml"): header + _yaml([outputs["airflow_values"]]),
        Path("objects", environment, "platform.yaml"): header + _yaml(outputs["cluster_objects"]),
    }


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # yaml is read as Any
    """Long texts as blocks, so that a change shows as a line."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def _yaml(documents: list[Any]) -> str:
    separated = len(documents) > 1
    return str(yaml.dump_all(documents, Dumper=_Dumper, width=1000, explicit_start=separated))


def main(arguments: list[str]) -> None:
    """Write the files of one environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environment", choices=["dev", "prod"])
    parser.add_argument("--terraform", type=Path, default=FOLDER, help="the folder whose state is read")
    parser.add_argument("--helm", type=Path, default=FOLDER.parent / "helm", help="where the files go")
    chosen = parser.parse_args(arguments)
    try:
        texts = files(read_outputs(chosen.terraform), chosen.environment)
    except OutputsError as error:
        sys.exit(str(error))
    for path, text in texts.items():
        target = chosen.helm / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        print(f"wrote {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
