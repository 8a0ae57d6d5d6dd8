"""How an image of ours runs: in a pod on Kubernetes, as a process elsewhere; the same command in both.

EXTRACT_RUNNER chooses. The exit codes are the same for all: 0 complete, 2 wrong arguments or settings, 75 try
again later, anything else a failure.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from airflow.sdk import BaseOperator

from pipeline.defaults import Pool
from pipeline.processes import AWS_VARIABLES, ProcessOperator, installed
from pipeline.settings import ExtractRunner, settings


@dataclass(frozen=True)
class Source:
    """An API that is extracted from.

    Attributes:
        pool: Keeps to one caller at a time.
        service_account: Who its pods are; its right is to put into this source's bucket.
        secret: The setting with the API's token; also its name in pipeline.credentials.
        plain: The API's other settings, handed to the extractor as they are.
    """

    pool: Pool
    service_account: str
    secret: str
    plain: tuple[str, ...]


_HTTP = ("HTTP_ATTEMPTS", "HTTP_BACKOFF_SECONDS", "HTTP_TIMEOUT_SECONDS")

BENZINGA = Source(
    Pool.BENZINGA,
    "extract-disclosures",
    "BENZINGA_API_TOKEN",
    ("BENZINGA_URL", "RAW_DISCLOSURES_BUCKET", *_HTTP),
)
POLYGON = Source(
    Pool.POLYGON,
    "extract-market",
    "POLYGON_API_KEY",
    ("POLYGON_URL", "POLYGON_CALLS_PER_MINUTE", "RAW_MARKET_BUCKET", *_HTTP),
)


@dataclass(frozen=True)
class Container:
    """What runs.

    Attributes:
        program: The image's command, which is also installed beside the DAGs.
        image: None unless it runs on Kubernetes.
        service_account: Who the pod is.
        plain: Settings that are handed on as they are.
        secrets: Settings with secrets; also their names in pipeline.credentials.
        memory: Of the pod: what it asks for, and its limit.
        scratch: How much disk the pod gets at /tmp; None for none.
    """

    program: str
    image: str | None
    service_account: str
    plain: tuple[str, ...]
    secrets: tuple[str, ...]
    memory: tuple[str, str]
    scratch: str | None = None


_WAREHOUSE = (
    "SNOWFLAKE_ACCOUNT",
    "SNOWFLAKE_AUTHENTICATOR",
    "SNOWFLAKE_DATABASE",
    "SNOWFLAKE_DISABLE_PLATFORM_DETECTION",
    "SNOWFLAKE_HOST",
    "SNOWFLAKE_PORT",
    "SNOWFLAKE_PROTOCOL",
    "SNOWFLAKE_WAREHOUSE",
    "SNOWFLAKE_WORKLOAD_IDENTITY_PROVIDER",
)


def extraction(
    task_id: str,
    source: Source,
    arguments: list[str],
    variables: dict[str, str] | None = None,
    *,
    timeout: timedelta = timedelta(hours=12),
    **kwargs: Any,
) -> BaseOperator:
    """The task that runs `extract` with these arguments.

    Args:
        task_id: The task's name, also the pod's.
        source: The API that is read.
        arguments: The extractor's arguments (templated).
        variables: Further environment variables of the extractor (templated).
        timeout: After which it is ended.
        **kwargs: The arguments of every operator.
    """
    chosen = settings()
    container = Container(
        program="extract",
        image=chosen.extract_image,
        service_account=source.service_account,
        plain=source.plain,
        secrets=(source.secret,),
        # the extractor streams page by page: its memory does not grow with the batch
        memory=("256Mi", "512Mi"),
    )
    kwargs |= {"pool": source.pool, "execution_timeout": timeout}
    return _task(task_id, container, arguments, variables or {}, **kwargs)


def publication(task_id: str) -> BaseOperator:
    """The task that runs `dashboard publish`.

    It takes a slot of dbt's pool: no table that it reads is replaced meanwhile.

    Args:
        task_id: The task's name, also the pod's.
    """
    chosen = settings()
    container = Container(
        program="dashboard",
        image=chosen.dashboard_image,
        service_account="dashboard",
        plain=(
            *_WAREHOUSE,
            "DASHBOARD_BUCKET",
            "DASHBOARD_MARKET",
            "DASHBOARD_VENDOR_PRICES",
            "DASHBOARD_VERSIONS_KEPT",
        ),
        # a workload identity is who the pod is: it needs neither
        secrets=() if "SNOWFLAKE_AUTHENTICATOR" in os.environ else ("SNOWFLAKE_USER", "SNOWFLAKE_PASSWORD"),
        memory=("512Mi", "1Gi"),
        scratch="4Gi",
    )
    # its image knows where these are; here they are in the checkout
    inherited = ("DASHBOARD_MODELS", "DASHBOARD_SITE", "SNOWFLAKE_PRIVATE_KEY_FILE", "SNOWFLAKE_ROLE")
    return _task(task_id, container, ["publish"], {}, inherited, pool=Pool.DBT)


def _task(
    task_id: str,
    container: Container,
    arguments: list[str],
    variables: dict[str, str],
    inherited: tuple[str, ...] = (),
    **kwargs: Any,
) -> BaseOperator:
    """The task of a container; a process also sees the worker's variables `inherited`."""
    if settings().extract_runner is ExtractRunner.KUBERNETES:
        return _pod(task_id, container, arguments, variables, **kwargs)
    return ProcessOperator(
        task_id=task_id,
        command=[installed(container.program), *arguments],
        variables=variables,
        inherited=(*AWS_VARIABLES, *container.plain, *container.secrets, *inherited),
        **kwargs,
    )


def _pod(
    task_id: str, container: Container, arguments: list[str], variables: dict[str, str], **kwargs: Any
) -> BaseOperator:
    # imported here: it costs seconds, and a laptop has no Kubernetes
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from kubernetes.client import models as k8s

    from pipeline import credentials

    chosen = settings()
    names = (*container.plain, "AWS_DEFAULT_REGION")
    asked, limit = container.memory
    if container.scratch:
        # the root file system is read-only
        kwargs["volumes"] = [
            k8s.V1Volume(name="scratch", empty_dir=k8s.V1EmptyDirVolumeSource(size_limit=container.scratch))
        ]
        kwargs["volume_mounts"] = [k8s.V1VolumeMount(name="scratch", mount_path="/tmp")]
    return KubernetesPodOperator(
        task_id=task_id,
        name=task_id.replace("_", "-"),
        namespace=chosen.extract_namespace,
        service_account_name=container.service_account,
        automount_service_account_token=False,
        image=container.image,
        arguments=arguments,
        env_vars={name: os.environ[name] for name in names if name in os.environ} | variables,
        secrets=[getattr(credentials, name) for name in container.secrets],
        env_from=[credentials.CLOUD],
        container_resources=k8s.V1ResourceRequirements(
            requests={"cpu": "250m", "memory": asked}, limits={"memory": limit}
        ),
        security_context=k8s.V1PodSecurityContext(
            run_as_non_root=True,
            run_as_user=10001,
            run_as_group=10001,
            seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"),
        ),
        container_security_context=k8s.V1SecurityContext(
            allow_privilege_escalation=False,
            read_only_root_filesystem=True,
            capabilities=k8s.V1Capabilities(drop=["ALL"]),
        ),
        **_placement(chosen.extract_node_pool),
        deferrable=True,
        poll_interval=chosen.poll_interval.total_seconds(),
        startup_timeout_seconds=600,
        on_finish_action="delete_pod",
        **kwargs,
    )


def _placement(node_pool: str | None) -> dict[str, Any]:
    """Operator arguments that put a pod on a node pool of Karpenter which is tainted with its own name."""
    from kubernetes.client import models as k8s

    if node_pool is None:
        return {}
    return {
        "node_selector": {"karpenter.sh/nodepool": node_pool},
        "tolerations": [k8s.V1Toleration(key=node_pool, operator="Exists", effect="NoSchedule")],
    }
