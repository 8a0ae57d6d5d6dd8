"""Every Kubernetes secret that a pod may get, by name. The values live in the cluster only."""

from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s


def _variable(name: str, secret: str, key: str) -> Secret:
    secret_variable: Secret = Secret("env", name, secret, key)  # type: ignore[no-untyped-call]
    return secret_variable


BENZINGA_API_TOKEN = _variable("BENZINGA_API_TOKEN", "benzinga-api", "token")
POLYGON_API_KEY = _variable("POLYGON_API_KEY", "polygon-api", "key")
# of the dashboard, which may only read the published marts
SNOWFLAKE_USER = _variable("SNOWFLAKE_USER", "dashboard-snowflake", "user")
SNOWFLAKE_PASSWORD = _variable("SNOWFLAKE_PASSWORD", "dashboard-snowflake", "password")

CLOUD = k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="cloud-credentials", optional=True))
"""AWS' keys and address, where a pod has no role of its own: kind, the test cluster."""
