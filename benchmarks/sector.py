"""How fast a folder of plans is read and reviewed: `python benchmarks/sector.py [COUNT]`.

The plans are made from the five seeds where ../shared has them, else from invented words; every plan has its
paragraphs drawn anew, so that no two are the same. A third each are PDF, DOCX and text. Bar: 400 in under five
minutes on two cores. The peer is pypdf taking the bare text out of the same PDFs, on one core.
"""

import random
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import pypdf

from moothall.kit.documents.docx import to_docx
from moothall.kit.documents.model import Document, Heading, Paragraph, Text
from moothall.kit.documents.page import to_page
from moothall.kit.documents.pdf import printable, to_pdf
from moothall.recipes.sector_review import as_json, read_folder, report, review

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
DAY = date(2026, 11, 23)
WORDS = ["council", "service", "saving", "plan", "data", "waste", "housing", "residents", "budget", "review"]


def paragraphs() -> list[str]:
    found = [
        line.strip()
        for path in sorted(SEEDS.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line.split()) > 8
    ]
    drawn = random.Random(1)
    return found or [" ".join(drawn.choices(WORDS, k=40)) + "." for _ in range(400)]


def make(folder: Path, count: int) -> None:
    """Writes the plans: about 80 passages under five headings each, the size of a real one."""
    source, drawn = paragraphs(), random.Random(7)
    titles = [
        "Introduction",
        "How we have transformed services",
        "Technology and data",
        "Wasteful spend",
        "Barriers",
    ]
    for number in range(count):
        blocks: list[Heading | Paragraph] = []
        for title in titles:
            blocks.append(Heading(2, (Text(title),)))
            blocks += [Paragraph((Text(text),)) for text in drawn.sample(source, min(16, len(source)))]
        document = printable(Document(f"Productivity plan of council {number}", tuple(blocks), DAY))
        kind = ("pdf", "docx", "txt")[number % 3]
        path = folder / f"plan-{number:04}.{kind}"
        if kind == "pdf":
            path.write_bytes(to_pdf(document))
        elif kind == "docx":
            path.write_bytes(to_docx(document))
        else:
            words = [f"# {document.title}"]
            for block in blocks:
                mark = "\n## " if isinstance(block, Heading) else ""
                words.append(mark + "".join(it.text for it in block.content if isinstance(it, Text)))
            path.write_text("\n".join(words) + "\n", encoding="utf-8")


def main(count: int = 400) -> int:
    with tempfile.TemporaryDirectory() as made:
        folder, kept = Path(made) / "plans", Path(made) / "kept"
        folder.mkdir()
        make(folder, count)
        start = time.perf_counter()
        shelf = read_folder(folder, kept)
        read = time.perf_counter() - start
        start = time.perf_counter()
        again = read_folder(folder, kept)
        resumed = time.perf_counter() - start
        start = time.perf_counter()
        found = review(shelf)
        as_json(found)
        counted = time.perf_counter() - start
        start = time.perf_counter()
        document = report(found, DAY)
        to_page(document)
        to_docx(document)
        to_pdf(printable(document))
        written = time.perf_counter() - start
        start = time.perf_counter()
        pdfs = sorted(folder.glob("*.pdf"))
        for path in pdfs:
            for page in pypdf.PdfReader(path).pages:
                page.extract_text()
        peer = time.perf_counter() - start
    total = read + counted + written
    each, bare = read / count, peer / len(pdfs)
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"plans                {count} ({len(shelf.digests)} read, {len(shelf.refused)} refused)")
    print(f"read and understood  {read:7.1f} s, {1000 * each:.0f} ms a plan over all cores")
    print(f"taken up again       {resumed:7.1f} s (nothing to read; equal: {again == shelf})")
    print(f"reviewed             {counted:7.1f} s: {len(found.themes)} themes, {len(found.learning)} matches")
    print(f"report, three forms  {written:7.1f} s")
    print(f"in all               {total:7.1f} s (bar: 300 s for 400 plans)")
    print(
        f"peer: pypdf's bare text {1000 * bare:.0f} ms a PDF on one core; ours is {each / bare:.2f} of it, a plan"
    )
    print(f"memory               {mine:.0f} MB, readers {theirs:.0f} MB each at most")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
