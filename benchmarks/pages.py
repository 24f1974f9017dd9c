"""Pages: the CPU and the queries of the scorecard and of a measure's page, of the demonstration council.

    python benchmarks/pages.py                 makes the demonstration in a folder that is thrown away; half a minute
    python benchmarks/pages.py --home FOLDER   of the demonstration that is there

CPU is of the process (`time.process_time`) around Django's own test client, so all that a request does: session,
permissions, queries, template. Warm is the median of many. First is the first request for that page in this process,
when its pictures are not drawn yet nor the templates of its kind compiled. The bar is 25 ms.
"""

import argparse
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

BAR = 25.0
PAGES = (
    "/scorecard/",
    "/scorecard/contact-online/",
    "/scorecard/recycling-rate/",
    "/scorecard/missed-bins/",
    "/scorecard/contact-online/scenarios/",
    "/scorecard/channel-shift/",
    "/about/",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--home", type=Path, help="where a demonstration is")
    parser.add_argument("--times", type=int, default=100, help="how often each page is asked for")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moothall-pages-") as folder:
        home = chosen.home or Path(folder)
        os.environ |= {"MOOTHALL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "moothall.settings"}
        os.environ["MOOTHALL_LOG_LEVEL"] = "ERROR"
        if not chosen.home:
            moothall = Path(sys.executable).with_name("moothall")
            subprocess.run([moothall, "demo"], stdout=subprocess.DEVNULL, check=True)
        measure(chosen.times)


def measure(times: int) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from moothall.core.models import Membership

    logging.disable()
    settings.ALLOWED_HOSTS = ["*"]
    officer = Membership.objects.filter(role__slug="performance-officer").first()
    assert officer is not None, "there is no demonstration here: run `moothall demo`"
    client = Client()
    client.force_login(officer.person)
    cpu(client, "/about/")
    print(f"{'page':40} {'first':>7} {'warm':>7} {'p95':>7} {'queries':>8} {'kB':>6}")
    for page in PAGES:
        first, answer = cpu(client, page)
        assert answer.status_code == 200, page
        took = sorted([cpu(client, page)[0] for _ in range(times + 5)][5:])
        with CaptureQueriesContext(connection) as asked:
            client.get(page, secure=True)
        half, most = statistics.median(took), took[int(len(took) * 0.95)]
        over = "" if half <= BAR else f"   over {BAR:g} ms"
        size = len(answer.content) / 1000
        print(f"{page:40} {first:7.1f} {half:7.1f} {most:7.1f} {len(asked):8} {size:6.0f}{over}")


def cpu(client: Any, page: str) -> tuple[float, Any]:
    """Milliseconds of CPU, and the answer."""
    start = time.process_time()
    answer = client.get(page, secure=True)
    return (time.process_time() - start) * 1000, answer


if __name__ == "__main__":
    main()
