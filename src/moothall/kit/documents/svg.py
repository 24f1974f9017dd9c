"""A gate for chart drawings: they go into pages and PDFs as they are, so they must be only a drawing."""

from xml.etree import ElementTree

from moothall.kit.documents.errors import DocumentError

_REFUSED_ELEMENTS = {"script", "style", "foreignobject", "iframe", "image", "a", "animate", "set", "handler"}


def check_svg(svg: str) -> None:
    """Raise DocumentError unless `svg` is one SVG drawing, with no script and nothing from outside."""
    if "<!" in svg or "<?" in svg:
        raise DocumentError("A chart's drawing must be the <svg> alone, with no declarations or entities.")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 (entities were refused above)
    except ElementTree.ParseError as error:
        raise DocumentError(f"A chart's drawing must be well-formed SVG ({error}).") from None
    if root.tag.rpartition("}")[2] != "svg":
        raise DocumentError("A chart's drawing must be a single <svg> element.")
    for element in root.iter():
        name = element.tag.rpartition("}")[2].lower()
        if name in _REFUSED_ELEMENTS:
            raise DocumentError(f"A chart's drawing must not hold <{name}>; draw with shapes and text only.")
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on") or _leads_outside(attribute, value):
                raise DocumentError(
                    f"A chart's drawing must not use {attribute}; draw with shapes and text only."
                )


def _leads_outside(attribute: str, value: str) -> bool:
    if attribute == "href":
        return not value.startswith("#")
    # A backslash is how CSS would spell 'url' without its letters.
    return "\\" in value or value.lower().count("url(") != value.lower().count("url(#")
