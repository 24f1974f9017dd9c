"""A wheel carries the pages' built assets, so that installing it needs no Node: without them there is no wheel."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltAssets(BuildHookInterface):
    """Refuses to build what could not be served. An editable install is built from the checkout later."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and not (Path(self.root) / "src/moothall/web/static/built/app.css").exists():
            raise SystemExit("The pages' assets are not built: run `make build`, then build the wheel again.")
