"""The market APIs, replayed from a folder in the recorded-market format."""

from localcloud.market_api.app import Options, create_app
from localcloud.market_api.recording import RecordingError

__all__ = ["Options", "RecordingError", "create_app"]
