"""One module a source. A new module with a SOURCE in it is a new command."""

import importlib
import pkgutil

from extract.run import Source


def discover() -> dict[str, Source]:
    """Return every source by its name."""
    names = [found.name for found in pkgutil.iter_modules(__path__)]
    sources = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in names]
    return {source.name: source for source in sources}
