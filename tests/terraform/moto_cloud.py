"""moto as a server, which writes down what was called."""

from types import TracebackType
from typing import Any, NamedTuple, Self

from moto.core.authorization import ActionAuthenticatorMixin
from moto.server import ThreadedMotoServer

PERMISSIONS = {
    "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution",
    "s3:HeadBucket": "s3:ListBucket",
}
"""What IAM asks for where the call has another name."""

ACCOUNT = "123456789012"
"""The account that moto has."""

_HERE = f"us-east-1:{ACCOUNT}"
_NAMES = {
    "ecr": {"repositoryName": f"arn:aws:ecr:{_HERE}:repository/{{}}"},
    "iam": {
        "RoleName": f"arn:aws:iam::{ACCOUNT}:role/{{}}",
        "PolicyArn": "{}",
        "PolicyName": f"arn:aws:iam::{ACCOUNT}:policy/{{}}",
    },
    "kms": {"KeyId": f"arn:aws:kms:{_HERE}:key/{{}}"},
    "logs": {"logGroupName": f"arn:aws:logs:{_HERE}:log-group:{{}}", "resourceArn": "{}"},
    "rds": {
        "DBInstanceIdentifier": f"arn:aws:rds:{_HERE}:db:{{}}",
        "DBParameterGroupName": f"arn:aws:rds:{_HERE}:pg:{{}}",
        "DBSubnetGroupName": f"arn:aws:rds:{_HERE}:subgrp:{{}}",
        "ResourceName": "{}",
    },
    "secretsmanager": {
        "SecretId": f"arn:aws:secretsmanager:{_HERE}:secret:{{}}-AbCdEf",
        "Name": f"arn:aws:secretsmanager:{_HERE}:secret:{{}}-AbCdEf",
    },
    "sns": {"TopicArn": "{}", "ResourceArn": "{}", "Name": f"arn:aws:sns:{_HERE}:{{}}"},
}
"""How the parameters of a service's calls name what they are about; the first one given counts."""

_ANYTHING = {
    "logs:DescribeLogGroups": f"arn:aws:logs:{_HERE}:log-group:",
    # found by a filter
    "rds:DescribeDBInstances": f"arn:aws:rds:{_HERE}:db:*",
    "sns:GetSubscriptionAttributes": "*",
    "sns:SetSubscriptionAttributes": "*",
    "sns:Unsubscribe": "*",
}
"""What IAM asks for where a call names nothing, or nothing that IAM knows."""


class Call(NamedTuple):
    """What was called, as IAM names it, and on what; None where the call does not show it."""

    action: str
    resource: str | None


class MotoCloud:
    """A moto server on a free port of the loopback interface.

    Attributes:
        calls: What was called since it was last emptied.
    """

    def __init__(self) -> None:
        self.calls: set[Call] = set()
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._original: Any = ActionAuthenticatorMixin._authenticate_and_authorize_action

    @property
    def endpoint(self) -> str:
        """Its address."""
        host, port = self._server.get_host_and_port()
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        original = self._original

        def listen(request: Any, kind: type, resource: str = "*") -> None:
            # Credential=KEY/day/region/service/…
            signed = request.headers.get("Authorization", "").partition("Credential=")[2].split("/")
            if len(signed) > 3:
                action = request._get_action()
                called = f"{signed[3]}:{action[0] if isinstance(action, list) else action}"
                called = PERMISSIONS.get(called, called)
                self.calls.add(Call(called, resource if signed[3] == "s3" else _named(request, called)))
            original(request, kind, resource)

        # every request of every service passes here
        ActionAuthenticatorMixin._authenticate_and_authorize_action = listen
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()
        ActionAuthenticatorMixin._authenticate_and_authorize_action = self._original


def _named(request: Any, action: str) -> str | None:
    for parameter, arn in _NAMES.get(action.partition(":")[0], {}).items():
        if name := request._get_param(parameter):
            return str(name) if name.startswith("arn:") else arn.format(name)
    return _ANYTHING.get(action)
