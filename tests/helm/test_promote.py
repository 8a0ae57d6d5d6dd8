"""`make promote` changes one line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from promote import PromotionError, promoted

from .rendering import HELM, REPOSITORY


@pytest.mark.parametrize("environment", ["dev", "prod"])
@pytest.mark.parametrize("tag", ["release-7", "1234567", "v1.2.3_rc-1"])
def test_exactly_the_tag_line_changes(tmp_path: Path, environment: str, tag: str) -> None:
    shutil.copytree(HELM / "airflow", tmp_path, dirs_exist_ok=True)
    before = {file.name: file.read_text().splitlines() for file in tmp_path.iterdir()}
    command = [sys.executable, HELM / "promote.py", environment, tag, f"--values={tmp_path}"]
    subprocess.run(command, check=True, capture_output=True)
    after = {file.name: file.read_text().splitlines() for file in tmp_path.iterdir()}
    changed = [
        (name, old, new)
        for name in before
        for old, new in zip(before[name], after[name], strict=True)
        if old != new
    ]
    file = f"values-{environment}.yaml"
    [(name, old, new)] = changed
    assert (name, new) == (file, f'    tag: "{tag}"')
    assert old.startswith('    tag: "')
    assert yaml.safe_load((tmp_path / file).read_text())["images"]["airflow"]["tag"] == tag


def test_a_promotion_to_prod_brings_its_images() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "promoted.yml").read_text())
    # YAML 1.1 reads the key `on` as true
    assert workflow[True]["push"] == {"branches": ["main"], "paths": ["helm/airflow/values-prod.yaml"]}


def test_promoting_back_gives_the_first_file_again() -> None:
    text = (HELM / "airflow" / "values-prod.yaml").read_text()
    before = yaml.safe_load(text)["images"]["airflow"]["tag"]
    assert promoted(promoted(text, "abc"), before) == text


@pytest.mark.parametrize("tag", ["", "latest", "a b", 'x"\n  pullPolicy: Always', "a/b:c", "-x", "x" * 129])
def test_what_is_no_version_is_refused(tag: str) -> None:
    with pytest.raises(PromotionError):
        promoted((HELM / "airflow" / "values-dev.yaml").read_text(), tag)


def test_a_file_without_the_line_is_refused() -> None:
    with pytest.raises(PromotionError, match="does not begin"):
        promoted("scheduler:\n  replicas: 1\n", "abc")


def test_an_unknown_environment_is_refused() -> None:
    command = [sys.executable, HELM / "promote.py", "local", "abc"]
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0
