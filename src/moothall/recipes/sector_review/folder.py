"""A folder of plans, read by several processes, each plan kept as it is done so that a second run takes up there."""

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from moothall.kit.papers import Unreadable, read_paper
from moothall.recipes.plan_reading import read_plan
from moothall.recipes.sector_review.councils import Council
from moothall.recipes.sector_review.digest import Digest, digest, from_json

SUFFIXES = frozenset({".docx", ".pdf", ".html", ".htm", ".md", ".markdown", ".odt", ".txt"})

Progress = Callable[[int, int, str], None]  # how many are done, of how many, and which was last


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and the one sentence that says why."""

    file: str
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a folder held: its plans in order of file name, and what could not be read."""

    digests: tuple[Digest, ...]
    refused: tuple[Refused, ...]


def plans_in(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders that may be plans. Raises Unreadable where there is none."""
    if not folder.is_dir():
        raise Unreadable(f"‘{folder}’ is not a folder: name the folder that holds the plans.")
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith((".", "~")) for part in path.relative_to(folder).parts)
    )
    if not found:
        raise Unreadable(
            f"‘{folder}’ holds no plans: put DOCX, PDF, HTML, Markdown, ODT or text files in it."
        )
    return found


def read_folder(
    folder: Path,
    kept: Path,
    councils: tuple[Council, ...] = (),
    progress: Progress = lambda done, total, said: None,
    processes: int | None = None,
) -> Shelf:
    """Every plan of a folder. `kept` is where each digest is stored; those stored before are not read again."""
    paths = plans_in(folder)
    kept.mkdir(parents=True, exist_ok=True)
    digests: dict[Path, Digest] = {}
    refused: list[Refused] = []
    with ProcessPoolExecutor(max_workers=processes or os.cpu_count() or 1) as pool:
        waiting = {
            pool.submit(_read, path, str(path.relative_to(folder)), kept, councils): path for path in paths
        }
        try:
            for done, future in enumerate(as_completed(waiting), start=1):
                path = waiting[future]
                match future.result():
                    case Digest() as found:
                        digests[path] = found
                    case Refused() as why:
                        refused.append(why)
                progress(done, len(paths), path.name)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return Shelf(
        tuple(digests[path] for path in paths if path in digests),
        tuple(sorted(refused, key=lambda it: it.file)),
    )


def kept_digests(kept: Path) -> Iterator[Digest]:
    """The digests of an earlier run, in order of file name."""
    found = (from_json(path.read_text(encoding="utf-8")) for path in kept.glob("*.json"))
    yield from sorted((it for it in found if it), key=lambda it: it.file)


def _read(path: Path, name: str, kept: Path, councils: tuple[Council, ...]) -> Digest | Refused:
    """Runs in a process of its own: reads one plan, or takes what was kept of the same bytes under the same name."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        return Refused(name, f"‘{name}’ cannot be opened ({fault.strerror}): check who may read it.")
    sha256 = hashlib.sha256(content).hexdigest()
    where = kept / f"{sha256[:40]}.json"
    if where.exists() and (found := from_json(where.read_text(encoding="utf-8"))) and found.file == name:
        return found
    try:
        made = digest(read_plan(read_paper(path)), file=name, sha256=sha256, councils=councils)
    except Unreadable as why:
        return Refused(name, str(why))
    partial = where.with_suffix(f".{os.getpid()}.part")
    partial.write_text(made.as_json(), encoding="utf-8")
    partial.replace(where)
    return made
