"""Papers: documents that others wrote (DOCX, PDF, HTML, Markdown, ODT, plain text), read into passages.

paper = read_paper(path)  # or read_paper(path, name="what the person calls it")
"""

from moothall.kit.papers.paper import Access, Kind, Paper, Passage, Unreadable

__all__ = ["Access", "Kind", "Paper", "Passage", "Unreadable"]
