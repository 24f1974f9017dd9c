"""Run each file in benchmarks/ that has a `main()`, or those named: `python tools/bench.py [NAME…]`."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "benchmarks"


def has_main(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)


def run(name: str) -> int:
    print(f"\n===== {name} =====", flush=True)
    env = {**os.environ, "PYTHONPATH": str(FOLDER)}
    call = f"import sys, {name}; sys.exit({name}.main())"
    return subprocess.run([sys.executable, "-c", call], cwd=ROOT, env=env).returncode


def main(wanted: list[str]) -> int:
    found = [path.stem for path in sorted(FOLDER.glob("*.py")) if has_main(path)]
    unknown = set(wanted) - set(found)
    if unknown or not found:
        sys.exit(f"bench: nothing called {', '.join(unknown)}; there are: {', '.join(found) or 'none'}.")
    broken = [name for name in wanted or found if run(name)]
    if broken:
        print(f"\nbench: these failed: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
