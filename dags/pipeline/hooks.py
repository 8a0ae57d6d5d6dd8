"""The connection to the warehouse. Imported when it is opened: the connector takes most of a second."""

from functools import cached_property
from typing import Any

from airflow.providers.snowflake.hooks.snowflake import SnowflakeHook


class WarehouseHook(SnowflakeHook):
    """The Snowflake hook, which also takes `protocol` and `network_timeout` (seconds) from the connection.

    The provider's hook drops them: the laptop's warehouse speaks http, and without a time limit the connector
    repeats a failing request for many minutes.
    """

    @cached_property
    def _get_static_conn_params(self) -> dict[str, Any]:
        extra = self.get_connection(self.get_conn_id()).extra_dejson
        further = {name: extra[name] for name in ("protocol", "network_timeout") if name in extra}
        return {**super()._get_static_conn_params, **further}
