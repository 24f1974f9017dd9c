"""Opening a DOCX or ODT: a zip judged by kit.packages, and its XML parsed with nothing expanded or fetched."""

import io
import zipfile
from typing import Any

from lxml import etree

from moothall.kit import packages
from moothall.kit.packages import Fault
from moothall.kit.papers import limits
from moothall.kit.papers.paper import Unreadable

BOUNDS = packages.Bounds(entries=limits.MAX_MEMBERS, total=limits.MAX_UNPACKED)

_SENTENCES = {
    Fault.DAMAGED: "is damaged or cut short: download or save it again and load the new copy.",
    Fault.LOCKED: "is protected by a password: save a copy without one and load that.",
    Fault.TOO_LARGE: "is too large once unpacked: load only the pages that hold the plan.",
    Fault.SWOLLEN: "unpacks to far more than it should: copy its text into a new document and load that.",
    Fault.DECLARES: "contains what no document needs (a DTD or an entity): save it again in Word and load that.",
    Fault.ENCODED: "is written in an unusual way: save it again in Word and load that.",
}
_TOO_DEEP = "is nested too deeply to read: copy its text into a new document and load that."


def sentence(called: str, fault: Fault) -> Unreadable:
    return Unreadable(f"{called} {_SENTENCES[fault]}")


class Package:
    """The parts of a zip that has been judged. Raises Unreadable."""

    def __init__(self, content: bytes, called: str) -> None:
        self._called = called
        try:
            with packages.damage_told():
                self._archive = zipfile.ZipFile(io.BytesIO(content))
                self.names = frozenset(self._archive.namelist())
                packages.refuse_locked(self._archive)
                packages.refuse_bombs(self._archive.infolist(), BOUNDS)
        except packages.Refused as refused:
            raise sentence(called, refused.fault) from None

    def read(self, name: str, most: int = limits.MAX_PART) -> bytes:
        """A part's bytes; b'' where there is none."""
        if name not in self.names:
            return b""
        try:
            with packages.damage_told():
                if self._archive.getinfo(name).file_size > most:
                    raise packages.Refused(Fault.TOO_LARGE)
                return self._archive.read(name)
        except packages.Refused as refused:
            raise sentence(self._called, refused.fault) from None

    def tree(self, name: str) -> Any | None:
        """A part's root element; None where there is no such part."""
        content = self.read(name)
        if not content:
            return None
        try:
            packages.refuse_encodings(content)
            packages.refuse_declarations(content)
        except packages.Refused as refused:
            raise sentence(self._called, refused.fault) from None
        return parsed(content, self._called)


def parsed(content: bytes, called: str) -> Any:
    """XML to its root, without DTDs, entities, the network, or great depth. Raises Unreadable."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "xcessive depth" in str(error):
            raise Unreadable(f"{called} {_TOO_DEEP}") from None
        raise sentence(called, Fault.DAMAGED) from None
    refuse_depth(root, called)
    return root


def refuse_depth(root: Any, called: str) -> None:
    """Refuse elements inside elements beyond what any document has."""
    deep = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > limits.MAX_DEPTH:
            raise Unreadable(f"{called} {_TOO_DEEP}")


def local(element: Any) -> str:
    """An element's name without its namespace; '' for what is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its name without its namespace (strict and transitional files differ in those)."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default
