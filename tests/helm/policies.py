"""What a pod must keep to, and what an object must be to be taken: as the API server would see it."""

import re
from collections.abc import Iterator
from typing import Any

from kubernetes.client import models

from .rendering import Object

# what is not Kubernetes' own
CUSTOM = {"AppProject", "Application", "ClusterSecretStore", "ExternalSecret", "NodePool"}
_LIST = re.compile(r"list\[(.+)\]")
_DICT = re.compile(r"dict[\[(]str, ?(.+)[\])]")


def wrong_in_pod(spec: Object) -> list[str]:
    """What of a pod breaks Pod Security's level `restricted`, or our own rules on top of it."""
    problems = []
    pod = spec.get("securityContext") or {}
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(name):
            problems.append(name)
    problems += [
        f"volume {volume['name']}"
        for volume in spec.get("volumes") or []
        if not {"configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"} & volume.keys()
    ]
    for container in (spec.get("initContainers") or []) + spec["containers"]:
        own = container.get("securityContext") or {}
        required = {
            "runAsNonRoot": (own.get("runAsNonRoot", pod.get("runAsNonRoot")), True),
            "seccompProfile": (
                (own.get("seccompProfile") or pod.get("seccompProfile") or {}).get("type"),
                "RuntimeDefault",
            ),
            "allowPrivilegeEscalation": (own.get("allowPrivilegeEscalation"), False),
            "capabilities": (own.get("capabilities"), {"drop": ["ALL"]}),
            "privileged": (own.get("privileged", False), False),
            # ours
            "readOnlyRootFilesystem": (own.get("readOnlyRootFilesystem"), True),
        }
        problems += [
            f"{container['name']}: {name} is {found}"
            for name, (found, wanted) in required.items()
            if found != wanted
        ]
        user = own.get("runAsUser", pod.get("runAsUser"))
        if not user:
            problems.append(f"{container['name']}: runAsUser is {user}")
        resources = container.get("resources") or {}
        if not {"cpu", "memory"} <= (resources.get("requests") or {}).keys():
            problems.append(f"{container['name']}: no requests")
        if "memory" not in (resources.get("limits") or {}):
            problems.append(f"{container['name']}: no limit of memory")
    return problems


def wrong_in_object(found: Object) -> list[str]:
    """What Kubernetes does not know or misses of an object of its own, by the models of its Python client."""
    if found["kind"] in CUSTOM:
        return []
    version = found["apiVersion"].rpartition("/")[2]
    return list(_wrong(found, version.capitalize() + found["kind"], found["kind"]))


def _wrong(value: Any, kind: str, path: str) -> Iterator[str]:
    if value is None:
        return
    if items := _LIST.fullmatch(kind):
        if not isinstance(value, list):
            yield f"{path} is no list"
            return
        for index, item in enumerate(value):
            yield from _wrong(item, items[1], f"{path}[{index}]")
    elif entries := _DICT.fullmatch(kind):
        for key, item in value.items():
            yield from _wrong(item, entries[1], f"{path}.{key}")
    elif model := getattr(models, kind, None):
        yield from _wrong_in_model(value, model, path)
    elif kind == "str" and not isinstance(value, str):
        yield f"{path} is {value!r}, no text"
    elif kind == "int" and not isinstance(value, int):
        yield f"{path} is {value!r}, no number"


def _wrong_in_model(value: Any, model: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is {value!r}, no {model.__name__}"
        return
    names = {written: name for name, written in model.attribute_map.items()}
    for key in value.keys() - names.keys():
        yield f"{path}.{key} is unknown"
    known = {names[key]: value[key] for key in value.keys() & names.keys()}
    try:
        model(**known)
    except ValueError as error:
        yield f"{path}: {error}"
    for name, item in known.items():
        yield from _wrong(item, model.openapi_types[name], f"{path}.{model.attribute_map[name]}")
