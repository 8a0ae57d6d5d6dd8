"""The Applications of Argo CD."""

import pytest

from .rendering import HELM, Object, kustomize, of_kind

pytestmark = pytest.mark.parametrize("environment", ["dev", "prod"])


@pytest.fixture
def applications(environment: str) -> dict[str, Object]:
    return {
        name.partition("/")[2]: each
        for name, each in of_kind(kustomize(HELM / "argocd" / environment), "Application").items()
    }


def test_objects_with_their_secrets_come_before_airflow(applications: dict[str, Object]) -> None:
    waves = {
        name: int(each["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0))
        for name, each in applications.items()
        if name != "congress"
    }
    assert sorted(waves, key=waves.__getitem__) == ["external-secrets", "objects", "airflow"]
    assert len(set(waves.values())) == 3


def test_airflow_takes_its_values_from_this_repository(
    applications: dict[str, Object], environment: str
) -> None:
    own, chart = applications["airflow"]["spec"]["sources"]
    assert own["ref"] == "values"
    assert (chart["chart"], chart["targetRevision"]) == ("airflow", "1.22.0")
    files = [file.removeprefix("$values/helm/airflow/") for file in chart["helm"]["valueFiles"]]
    assert files == ["values.yaml", f"values-{environment}.yaml", f"values-platform-{environment}.yaml"]
    # the last is Terraform's
    assert all((HELM / "airflow" / file).exists() for file in files[:2])
    assert "ignoreMissingValueFiles" not in chart["helm"]


def test_every_path_is_there_and_of_this_environment(
    applications: dict[str, Object], environment: str
) -> None:
    paths = {
        each["spec"]["source"]["path"]
        for each in applications.values()
        if "path" in each["spec"].get("source", {})
    }
    assert paths == {f"helm/argocd/{environment}", f"helm/objects/{environment}"}
    assert all((HELM.parent / path / "kustomization.yaml").exists() for path in paths)


def test_dev_heals_itself_and_prod_asks(applications: dict[str, Object], environment: str) -> None:
    automated = {name for name, each in applications.items() if "automated" in each["spec"]["syncPolicy"]}
    asks = {"objects", "airflow"} if environment == "prod" else set()
    assert automated == applications.keys() - asks
    for name in automated:
        assert applications[name]["spec"]["syncPolicy"]["automated"] == {"prune": True, "selfHeal": True}


def test_one_line_names_the_repository(applications: dict[str, Object], environment: str) -> None:
    objects = kustomize(HELM / "argocd" / environment)
    [project] = of_kind(objects, "AppProject").values()
    allowed = set(project["spec"]["sourceRepos"])
    sources = [
        source["repoURL"]
        for each in applications.values()
        for source in each["spec"].get("sources", [each["spec"].get("source")])
    ]
    assert set(sources) == allowed
    assert "replaced" not in str(objects)
    assert not of_kind(objects, "ConfigMap")


def test_the_project_lets_every_object_in(environment: str, objects: tuple[Object, ...]) -> None:
    [project] = of_kind(kustomize(HELM / "argocd" / environment), "AppProject").values()
    namespaces = {each["namespace"] for each in project["spec"]["destinations"]}
    whole_cluster = {(each["group"], each["kind"]) for each in project["spec"]["clusterResourceWhitelist"]}
    assert objects
    for each in objects:
        group = each["apiVersion"].rpartition("/")[0]
        if "namespace" in each["metadata"]:
            assert each["metadata"]["namespace"] in namespaces, each
        else:
            assert {(group, each["kind"]), (group, "*")} & whole_cluster, each
