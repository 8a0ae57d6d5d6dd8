"""A copy of terraform/ that meets moto in place of AWS, and the schema's stand-in in place of Snowflake."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .moto_cloud import ACCOUNT

FOLDER = Path(__file__).parents[2] / "terraform"
SENTINEL = "sentinel-of-the-api-keys"
OWNER = {
    "aws_account_id": ACCOUNT,
    "snowflake_organization": "ORG",
    "snowflake_account": "ACCOUNT",
    "github_repository": "owner/congress",
    "cluster_admins": [f"arn:aws:iam::{ACCOUNT}:role/admin"],
    "alert_emails": ["platform@example.com"],
}
"""What a person fills in."""

# Files that end with override.tf are merged over the others.
STAND_INS = """\
terraform {
  backend "local" {}
}
provider "aws" {
  access_key                  = "test"
  secret_key                  = "secret"
  allowed_account_ids         = null
  max_retries                 = 2
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = "true"
  # moto forgets tags that a bucket is made with: the plan would never be empty
  default_tags {
    tags = {}
  }
}
"""


class TerraformError(Exception):
    """A command ended with an error; the message is what it wrote."""


@dataclass(frozen=True)
class Workspace:
    """An initialised copy of terraform/."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *arguments: str, folder: str = ".") -> str:
        """One command of Terraform; returns what it wrote.

        Raises:
            TerraformError: It failed.
        """
        done = subprocess.run(
            ["terraform", f"-chdir={self.folder / folder}", *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise TerraformError(f"terraform {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def plan(self, environment: str, name: str, /, *options: str, **settings: object) -> dict[str, Any]:
        """Plan an environment with settings of its own, and read the plan, which stays as the file `name`."""
        (self.folder / f"{name}.tfvars.json").write_text(json.dumps(OWNER | settings))
        files = [f"-var-file={environment}.tfvars", f"-var-file={name}.tfvars.json"]
        self.run("plan", "-input=false", "-no-color", *options, *files, f"-out={name}")
        return dict(json.loads(self.run("show", "-json", name)))

    def apply(self, name: str) -> str:
        """Apply a plan; returns what was written about it."""
        return self.run("apply", "-input=false", "-no-color", name)

    def state(self) -> dict[str, Any]:
        """Everything that the state knows."""
        return dict(json.loads(self.run("show", "-json")))


def make_workspace(folder: Path, endpoint: str, overrides: Mapping[str, str] | None = None) -> Workspace:
    """Copy terraform/ into a folder and initialise it.

    Args:
        folder: Where to; made.
        endpoint: The address that answers for AWS.
        overrides: Further override files, by the folder that each goes to.

    Raises:
        TerraformError: Among others, the providers are not to be had.
    """
    ignored = shutil.ignore_patterns(".terraform*", "*.tfstate*", "backend.hcl")
    shutil.copytree(FOLDER, folder, ignore=ignored)
    for place, text in {".": STAND_INS, **(overrides or {})}.items():
        (folder / place / "stand_in_override.tf").write_text(text)
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "SNOWFLAKE_", "TF_"))
    }
    # a mirror of providers may be named in the configuration of the command itself
    if "TF_CLI_CONFIG_FILE" in os.environ:
        kept["TF_CLI_CONFIG_FILE"] = os.environ["TF_CLI_CONFIG_FILE"]
    # the keys are in no plan: each command is given them
    keys = {"benzinga_api_token": f"{SENTINEL}-1", "polygon_api_key": f"{SENTINEL}-2"}
    given = {"AWS_ENDPOINT_URL": endpoint, "CHECKPOINT_DISABLE": "1", "TF_VAR_api_keys": json.dumps(keys)}
    workspace = Workspace(folder, kept | given)
    workspace.run("init", "-input=false", "-no-color")
    return workspace


def resources(plan: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The planned values of every resource, by its address."""
    found: dict[str, dict[str, Any]] = {}
    modules = [plan["planned_values"]["root_module"]]
    while modules:
        module = modules.pop()
        modules += module.get("child_modules", [])
        found |= {each["address"]: each["values"] for each in module.get("resources", [])}
    return found
