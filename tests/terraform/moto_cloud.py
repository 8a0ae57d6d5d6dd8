"""moto as a server, which writes down what was called."""

from types import TracebackType
from typing import Any, Self

from moto.core.authorization import ActionAuthenticatorMixin
from moto.server import ThreadedMotoServer

PERMISSIONS = {
    "cloudfront:CreateDistributionWithTags": "cloudfront:CreateDistribution",
    "s3:HeadBucket": "s3:ListBucket",
}
"""What IAM asks for where the call has another name."""


class MotoCloud:
    """A moto server on a free port of the loopback interface.

    Attributes:
        calls: What was called, named as IAM names actions, since it was last emptied.
    """

    def __init__(self) -> None:
        self.calls: set[str] = set()
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
                self.calls.add(PERMISSIONS.get(called, called))
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
