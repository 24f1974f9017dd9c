"""PDF: read in a process of its own; pages that are pictures go through OCR where that is installed."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from moothall.kit.papers import limits, pdf_worker
from moothall.kit.papers.paper import Paper, Unreadable


def read(content: bytes, name: str, called: str) -> Paper:
    """Raises Unreadable: for a damaged, locked, endless or hostile file, and for a scan where OCR is not installed."""
    try:
        return pdf_worker.read(content, name, called)
    except pdf_worker.ScannedPages:
        recognised = _recognised(content, called)
    try:
        return pdf_worker.read(recognised, name, called)
    except pdf_worker.ScannedPages:
        raise Unreadable(
            f"{called} is a scan in which no words were recognised: ask for the original file."
        ) from None


def _recognised(content: bytes, called: str) -> bytes:
    program = shutil.which("ocrmypdf")
    if program is None:
        raise Unreadable(
            f"{called} is a scan, a picture of text: ask for the original file, or have ocrmypdf installed "
            "so that scans can be read."
        )
    with tempfile.TemporaryDirectory(prefix="moothall-ocr-") as folder:
        source, made = Path(folder, "scan.pdf"), Path(folder, "read.pdf")
        source.write_bytes(content)
        try:
            subprocess.run(  # noqa: S603
                [
                    program,
                    "--quiet",
                    "--force-ocr",
                    "--language",
                    "eng",
                    "--output-type",
                    "pdf",
                    source,
                    made,
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.OCR_SECONDS,
                check=True,
            )
            return made.read_bytes()
        except subprocess.TimeoutExpired:
            raise Unreadable(
                f"{called} is a scan that takes too long to recognise: load only the plan's pages."
            ) from None
        except (OSError, subprocess.CalledProcessError):
            raise Unreadable(
                f"{called} is a scan whose words could not be recognised: ask for the original file."
            ) from None
