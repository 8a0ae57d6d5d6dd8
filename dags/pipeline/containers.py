"""How an extraction runs: in a pod on Kubernetes, as a process elsewhere; the same command in both.

EXTRACT_RUNNER chooses. The exit codes are the extractor's: 0 a complete batch, 2 wrong arguments or
settings, 75 try again later, anything else a failure.
"""

import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from airflow.sdk import BaseOperator

from pipeline.defaults import Pool
from pipeline.processes import ProcessOperator, installed
from pipeline.settings import ExtractRunner, settings

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


BENZINGA = Source(
    Pool.BENZINGA,
    "extract-disclosures",
    "BENZINGA_API_TOKEN",
    ("BENZINGA_URL", "RAW_DISCLOSURES_BUCKET"),
)
POLYGON = Source(
    Pool.POLYGON,
    "extract-market",
    "POLYGON_API_KEY",
    ("POLYGON_URL", "POLYGON_CALLS_PER_MINUTE", "RAW_MARKET_BUCKET"),
)


def extraction(
    task_id: str, source: Source, arguments: list[str], variables: dict[str, str] | None = None, **kwargs: Any
) -> BaseOperator:
    """The task that runs `extract` with these arguments.

    Args:
        task_id: The task's name, also the pod's.
        source: The API that is read.
        arguments: The extractor's arguments (templated).
        variables: Further environment variables of the extractor (templated).
        **kwargs: The arguments of every operator.
    """
    kwargs |= {"pool": source.pool, "execution_timeout": timedelta(hours=12)}
    if settings().extract_runner is ExtractRunner.KUBERNETES:
        return _pod(task_id, source, arguments, variables or {}, **kwargs)
    return ProcessOperator(
        task_id=task_id,
        command=[installed("extract"), *arguments],
        variables=variables,
        inherited=(*AWS_VARIABLES, *source.plain, source.secret),
        **kwargs,
    )


def _pod(
    task_id: str, source: Source, arguments: list[str], variables: dict[str, str], **kwargs: Any
) -> BaseOperator:
    # imported here: it costs seconds, and a laptop has no Kubernetes
    from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
    from kubernetes.client import models as k8s

    from pipeline import credentials

    chosen = settings()
    plain = {name: os.environ[name] for name in (*source.plain, "AWS_DEFAULT_REGION") if name in os.environ}
    return KubernetesPodOperator(
        task_id=task_id,
        name=task_id.replace("_", "-"),
        namespace=chosen.extract_namespace,
        service_account_name=source.service_account,
        automount_service_account_token=False,
        image=chosen.extract_image,
        arguments=arguments,
        env_vars=plain | variables,
        secrets=[getattr(credentials, source.secret)],
        env_from=[credentials.CLOUD],
        # the extractor streams page by page: its memory does not grow with the batch
        container_resources=k8s.V1ResourceRequirements(
            requests={"cpu": "250m", "memory": "256Mi"}, limits={"memory": "512Mi"}
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
        deferrable=True,
        poll_interval=chosen.poll_interval.total_seconds(),
        startup_timeout_seconds=600,
        on_finish_action="delete_pod",
        **kwargs,
    )
