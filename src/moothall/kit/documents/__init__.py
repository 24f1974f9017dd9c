"""One neutral document (headings, prose, figures, tables, charts) and its writers.

`model` is the document, `markdown` reads one, and `html`, `pdf`, `docx`, `xlsx`, `csv` and `json` write it;
`json` also reads it back, exactly.
"""
