"""Takes a reply apart without changing a character of its records."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from extract.errors import ExtractError


class NotJsonError(ValueError):
    """The body is something else than JSON; the message says what."""


class BrokenJsonError(ValueError):
    """The body starts as JSON and does not hold to its end: most likely cut on the way."""


def split(body: bytes, member: str | None) -> tuple[dict[str, Any], list[str] | None]:
    """Split a reply into its fields and its records.

    The records stay text: reading and writing JSON again would change numbers (`1.10`, `1e5`, the
    twentieth digit), and the objects on S3 promise the API's records unchanged.

    Args:
        body: The reply's body: a JSON object, or a bare array of records.
        member: The member that holds the records: an array of objects, or one object. None: the
            reply itself is the one record.

    Returns:
        The other members, decoded, and each record as one line of JSON; None instead of records
        when the member is absent or null.

    Raises:
        NotJsonError: The body is XML, HTML or other text, or a record is not an object.
        BrokenJsonError: The body is empty or cut.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenJsonError(f"a byte at {error.start:,} that is not UTF-8") from error
    scanner = _Scanner(text)
    if scanner.peek() not in ("", "{", "["):
        raise NotJsonError(_kind(text))
    try:
        fields, records = _read(scanner, member)
        scanner.expect("")
    except json.JSONDecodeError as error:
        raise BrokenJsonError(f"{error.msg} at character {error.pos:,} of {len(text):,}") from error
    return fields, records


class Repeats:
    """Notices a page that was seen before: a server that ignores its paging would feed us for ever."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def check(self, records: list[str], address: str) -> None:
        """Remember a page by its content, or by its address when it is empty.

        Raises:
            ExtractError: The page was seen before.
        """
        digest = hashlib.sha256()
        for line in records or [address]:
            digest.update(line.encode() + b"\n")
        if digest.digest() in self._seen:
            raise ExtractError(
                f"Asking for {address}: the page of {len(records):,} rows repeats an earlier page, "
                "so the API's paging cannot be trusted. Look at what it sends, then run again."
            )
        self._seen.add(digest.digest())


def _read(scanner: "_Scanner", member: str | None) -> tuple[dict[str, Any], list[str] | None]:
    if member is None:
        value, raw = scanner.value()
        return value if isinstance(value, dict) else {}, [_record(value, raw)]
    if scanner.peek() == "[":
        return {}, _elements(scanner)
    fields: dict[str, Any] = {}
    records: list[str] | None = None
    for _ in scanner.items("{", "}"):
        name = scanner.name()
        if name == member and scanner.peek() == "[":
            records = _elements(scanner)
            continue
        value, raw = scanner.value()
        if name != member:
            fields[name] = value
        elif value is not None:
            records = [_record(value, raw)]
    return fields, records


def _elements(scanner: "_Scanner") -> list[str]:
    return [_record(*scanner.value()) for _ in scanner.items("[", "]")]


def _record(value: object, raw: str) -> str:
    if not isinstance(value, dict):
        raise NotJsonError(f"a record that is not a JSON object: {raw[:80]}")
    # JSON allows a bare line break only between tokens, so this changes no value.
    return raw.replace("\r", "").replace("\n", "")


def _kind(text: str) -> str:
    start = text.lstrip()[:400].lower()
    if "<html" in start or "<!doctype html" in start:
        return "HTML"
    return "XML" if start.startswith("<") else "text that is not JSON"


def _no_constant(name: str) -> NoReturn:
    raise NotJsonError(f"{name}, which JSON does not have")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
_SPACE = re.compile(r"[ \t\n\r]*")


class _Scanner:
    """Walks through JSON text and hands out each value with the very text that it was written as."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def peek(self) -> str:
        """The next character that is not white space; empty at the end."""
        space = _SPACE.match(self._text, self._position)
        self._position = space.end() if space else self._position
        return self._text[self._position : self._position + 1]

    def expect(self, character: str) -> None:
        """Step over this character; an empty one stands for the end."""
        if self.peek() != character:
            raise json.JSONDecodeError(f"Expecting {character or 'the end'}", self._text, self._position)
        self._position += len(character)

    def value(self) -> tuple[Any, str]:
        """The next value, decoded and as written."""
        self.peek()
        start = self._position
        value, self._position = _DECODER.raw_decode(self._text, start)
        return value, self._text[start : self._position]

    def name(self) -> str:
        """The next member's name; its value follows."""
        if self.peek() != '"':
            raise json.JSONDecodeError("Expecting a member's name", self._text, self._position)
        name = str(self.value()[0])
        self.expect(":")
        return name

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Stop before each item of an array or object; the caller reads it."""
        self.expect(opening)
        if self.peek() != closing:
            yield
            while self.peek() == ",":
                self.expect(",")
                yield
        self.expect(closing)
