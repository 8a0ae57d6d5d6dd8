"""Promotes an image tag: changes the tag line of an environment's values, and nothing else.

`make promote ENV=dev TAG=1a2b3c4` edits helm/airflow/values-dev.yaml. Argo CD deploys what is committed.
"""

import argparse
import re
import sys
from pathlib import Path

VALUES = Path(__file__).parent / "airflow"
_TAG_LINE = re.compile(r"(?<=^images:\n  airflow:\n    tag: ).*$", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


class PromotionError(ValueError):
    """The tag can't be promoted; the message says why."""


def promoted(values: str, tag: str) -> str:
    """The text of a values file with another tag.

    Raises:
        PromotionError: The tag is none, or names no version; or the file has no tag line.
    """
    if not _TAG.fullmatch(tag):
        raise PromotionError(f"{tag!r} is no image tag.")
    if tag == "latest":
        raise PromotionError("latest names no version; promote the tag that was pushed.")
    # quoted: a commit like 1234567 would be a number
    text, lines = _TAG_LINE.subn(f'"{tag}"', values)
    if lines != 1:
        raise PromotionError("The file does not begin its images with the airflow image's tag.")
    return text


def main(arguments: list[str]) -> None:
    """Promote a tag in one environment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environment", choices=["dev", "prod"])
    parser.add_argument("tag")
    parser.add_argument("--values", type=Path, default=VALUES, help="the folder of the values files")
    chosen = parser.parse_args(arguments)
    file = chosen.values / f"values-{chosen.environment}.yaml"
    try:
        file.write_text(promoted(file.read_text(), chosen.tag))
    except PromotionError as error:
        sys.exit(f"{file}: {error}")
    print(f"{file}: {chosen.tag}")


if __name__ == "__main__":
    main(sys.argv[1:])
