"""How much of a paper is read. A plan is four pages; these leave room for a whole agenda pack, not for a bomb."""

MAX_FILE = 50 << 20  # bytes, as loaded
MAX_TEXT_FILE = 8 << 20  # bytes, of plain text, Markdown or HTML
MAX_UNPACKED = 256 << 20  # bytes, of a DOCX or ODT, pictures included
MAX_PART = 24 << 20  # bytes, of one XML part that is parsed
MAX_MEMBERS = 5_000  # files inside a DOCX or ODT
MAX_PAGES = 500
MAX_CHARACTERS = 3_000_000
MAX_PASSAGES = 60_000
MAX_TABLES = 2_000
MAX_COLUMNS = 200
MAX_CELLS = 200_000
MAX_DEPTH = 200  # of elements inside elements
MAX_MARKS = 60_000  # of Markdown: brackets, stars and the like, each of which costs

PDF_SECONDS = 8  # for one PDF, in the process that reads it
PDF_MEMORY = 1 << 30  # bytes of address space beyond what that process starts with
OCR_SECONDS = 120
