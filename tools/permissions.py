"""Write the table of docs/permissions.md from the roles that ship: `.venv/bin/python tools/permissions.py`."""

import os
import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "permissions.md"
REACH = {"all": "yes", "service": "own services", "measure": "own measures"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.settings")
    import django

    django.setup()
    from moothall.core.permission import declared
    from moothall.core.roles import shipped

    roles = list(shipped().values())
    lines = ["| permission | lets a person | " + " | ".join(str(role["name"]) for role in roles) + " |"]
    lines.append("|" + "---|" * (len(roles) + 2))
    for permission, means in declared().items():
        reach = [
            next((said for scope, said in REACH.items() if permission in role.get(scope, ())), "")
            for role in roles
        ]
        lines.append(f"| `{permission}` | {means} | " + " | ".join(reach) + " |")
    text = re.sub(r"^\| permission.*?\n(?!\|)", "\n".join(lines) + "\n", PAGE.read_text(), flags=re.M | re.S)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
