"""A document as one HTML file that stands alone: its own few lines of style, no script, nothing fetched."""

from markupsafe import Markup

from moothall.kit.documents.html import to_html
from moothall.kit.documents.model import Document
from moothall.kit.documents.words import showable, spoken_date

_STYLE = Markup("""
:root { color-scheme: light; }
body { font: 1.0625rem/1.5 Arial, Helvetica, sans-serif; color: #1f2a30; background: #fff; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.2; margin: 2em 0 .6em; }
h1 { font-size: 2rem; margin-top: .5em; } h2 { font-size: 1.5rem; } h3 { font-size: 1.1875rem; }
a { color: #0b5563; } .about { color: #56616a; }
blockquote, .govuk-inset-text { margin: 1em 0; padding: .1em 0 .1em 1em; border-left: .3em solid #8b9298; }
.app-source { color: #56616a; font-size: .9rem; } figure { margin: 1em 0; }
table { border-collapse: collapse; width: 100%; font-size: 1rem; }
caption { text-align: left; font-weight: bold; padding: .5em 0; }
th, td { text-align: left; vertical-align: top; padding: .4em .8em .4em 0; border-bottom: 1px solid #8b9298; }
.govuk-table__cell--numeric, .govuk-table__header--numeric { text-align: right; font-variant-numeric: tabular-nums; }
svg { max-width: 100%; height: auto; } .mh-chart__narrow { display: none; }
.app-scroll { overflow-x: auto; }
@media screen and (max-width: 40rem) { .mh-chart__wide { display: none; } .mh-chart__narrow { display: block; } }
@media print { main { max-width: none; padding: 0; } }
""")


_PAGE = Markup("""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{about}</p>
{body}
<p class="about">{footer}</p>
</main>
</body>
</html>
""")


def to_page(document: Document) -> str:
    """The whole file, to be saved and opened without a site behind it."""
    about = ", ".join(filter(None, (showable(document.subject), spoken_date(document.date))))
    return _PAGE.format(
        language=document.language,
        title=showable(document.title),
        style=_STYLE,
        about=about,
        body=to_html(document.blocks),
        footer=showable(document.footer),
    )
