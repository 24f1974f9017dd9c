"""Papers: documents that others wrote (DOCX, PDF, HTML, Markdown, ODT, plain text), read into passages.

paper = read_paper(path)  # or read_paper(path, name="what the person calls it")
"""

from moothall.kit.papers.paper import Access, Kind, Paper, Passage, Unreadable
from moothall.kit.papers.reading import read_bytes, read_paper

__all__ = ["Access", "Kind", "Paper", "Passage", "Unreadable", "read_bytes", "read_paper"]
