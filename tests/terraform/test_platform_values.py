"""The files that Helm and kustomize read, written from Terraform's outputs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import platform_values
from platform_values import OutputsError, files

OUTPUTS: dict[str, Any] = {
    "environment": "dev",
    "airflow_values": {"executor": "LocalExecutor", "extraEnv": "- name: A\n  value: b\n"},
    "cluster_objects": [{"kind": "NodePool"}, {"kind": "ConfigMap"}],
}
VALUES, OBJECTS = Path("airflow/values-platform-dev.yaml"), Path("objects/dev/platform.yaml")


def test_each_file_says_that_it_is_generated_and_holds_the_outputs() -> None:
    texts = files(OUTPUTS, "dev")
    assert set(texts) == {VALUES, OBJECTS}
    for text in texts.values():
        assert text.startswith("# Written by `make platform-values ENV=dev`")
    assert yaml.safe_load(texts[VALUES]) == OUTPUTS["airflow_values"]
    assert list(yaml.safe_load_all(texts[OBJECTS])) == OUTPUTS["cluster_objects"]


def test_settings_stand_one_a_line() -> None:
    assert "extraEnv: |\n  - name: A\n    value: b\n" in files(OUTPUTS, "dev")[VALUES]


def test_the_same_outputs_give_the_same_files() -> None:
    turned = dict(reversed(OUTPUTS.items()))
    assert files(turned, "dev") == files(OUTPUTS, "dev")


def test_before_the_first_apply_it_says_so() -> None:
    with pytest.raises(OutputsError, match="apply first"):
        files({}, "dev")


def test_another_environments_state_is_refused() -> None:
    with pytest.raises(OutputsError, match=r"initialised for dev, not for prod.*key=prod\.tfstate"):
        files(OUTPUTS, "prod")


def test_what_terraform_says_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(OutputsError, match="terraform output failed"):
        platform_values.read_outputs(tmp_path / "nowhere")
