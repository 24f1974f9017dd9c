"""The client: patient with what passes, plain about what does not, and never led astray."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.figures_feeds.stubs import Reply

from moothall.figures.feeds.faults import BrokenOff, Refused
from moothall.figures.feeds.http import Client, Patience, public, shown

pytestmark = pytest.mark.once


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_tried_again_with_longer_pauses(stub, asking, clock, status: int) -> None:  # type: ignore[no-untyped-def]
    stub.next.extend([Reply("no", status)] * 3)
    stub.answers["/x"] = lambda _: Reply({"well": True})
    assert asking().get("/x").json() == {"well": True}
    assert clock.slept == [1, 2, 4]
    assert len(stub.asked) == 4


def test_the_jitter_is_up_to_half_of_the_pause(stub, asking, clock) -> None:  # type: ignore[no-untyped-def]
    stub.next.append(Reply(status=500))
    stub.answers["/x"] = lambda _: Reply("well")
    asking(chance=lambda: 0.5).get("/x")
    assert clock.slept == [1.25]


@pytest.mark.parametrize(
    ("asked_for", "slept"),
    [("7", 7), ("Mon, 23 Nov 2026 10:00:30 GMT", 30), ("Mon, 23 Nov 2026 09:00:00 GMT", 1), ("soon", 1)],
)
def test_a_pause_that_is_asked_for_is_kept_to(stub, asking, clock, asked_for: str, slept: float) -> None:  # type: ignore[no-untyped-def]
    stub.next.append(Reply(status=429, headers={"Retry-After": asked_for}))
    stub.answers["/x"] = lambda _: Reply("well")
    asking(now=lambda: datetime(2026, 11, 23, 10, tzinfo=UTC)).get("/x")
    assert clock.slept == [slept]


def test_a_pause_of_hours_ends_the_run_for_now(stub, asking, clock) -> None:  # type: ignore[no-untyped-def]
    stub.next.append(Reply(status=429, headers={"Retry-After": "7200"}))
    with pytest.raises(BrokenOff, match="asks to wait 7,200 seconds: the next run goes on"):
        asking().get("/x")
    assert clock.slept == []


def test_patience_ends_with_a_sentence(stub, asking) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply(status=500)
    with pytest.raises(BrokenOff, match=r"answered 500, 4 times"):
        asking().get("/x")
    assert len(stub.asked) == 4


def test_a_slow_answer_and_a_trickling_one_are_given_up(stub, asking) -> None:  # type: ignore[no-untyped-def]
    import time

    stub.answers["/slow"] = lambda _: Reply("late", wait=0.5)
    stub.answers["/drip"] = lambda _: Reply("x" * 4000, trickle=0.02)
    with pytest.raises(BrokenOff, match="did not answer in time"):
        asking(patience=Patience(attempts=1, read=0.1)).get("/slow")
    with pytest.raises(BrokenOff, match="did not answer in time"):
        asking(patience=Patience(attempts=1, read=1, whole=0.2), seconds=time.monotonic).get("/drip")


def test_a_body_that_is_cut_short_is_asked_for_again(stub, asking, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    stub.next.extend([Reply("0123456789", cut=4)] * 2)
    stub.answers["/x"] = lambda _: Reply("0123456789")
    assert asking().get("/x").body == b"0123456789"
    stub.answers["/y"] = lambda _: Reply("0123456789", cut=4)
    with pytest.raises(BrokenOff, match="broke"):
        asking().download("/y", tmp_path / "y")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, r"refused us \(401\): check the key in MOOTHALL_FEED_X_KEY"),
        (403, r"refused us \(403\)"),
        (404, "There is nothing at http://127.0.0.1:[0-9]+/x"),
        (400, "answered 400: ‘bad thing asked’"),
    ],
)
def test_what_will_not_pass_is_said_at_once(stub, asking, status: int, said: str) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply("bad thing asked", status)
    with pytest.raises(Refused, match=said):
        asking(key_setting="MOOTHALL_FEED_X_KEY").get("/x")
    assert len(stub.asked) == 1


def test_a_key_is_never_said(stub, asking, caplog) -> None:  # type: ignore[no-untyped-def]
    caplog.set_level(0)
    stub.answers["/x"] = lambda request: Reply(f"you sent {request.address} and hush", 400)
    with pytest.raises(Refused) as fault:
        asking().get("/x", [("uid", "hush"), ("Signature", "hush2"), ("time", "latest")])
    assert "hush" not in str(fault.value)
    assert "time=latest" in str(fault.value)
    assert "hush" not in caplog.text
    assert shown("https://a.test/x?ApplicationKey=k&area=E1") == "https://a.test/x?area=E1"


def test_what_is_no_json_is_said_so(stub, asking) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply("<html>We are closed</html>")
    with pytest.raises(Refused, match="not JSON: ‘<html>We are closed</html>’"):
        asking().get("/x").json()
    stub.answers["/y"] = lambda _: Reply('{"value": 1.10}')
    assert str(asking().get("/y").json()["value"]) == "1.10"


def test_too_much_is_refused(stub, asking, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply("x" * 3000)
    with pytest.raises(Refused, match="larger than 0 MB: ask the feed for less"):
        asking(patience=Patience(most_bytes=1000)).download("/x", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_only_the_publisher_is_asked(stub, asking) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/away"] = lambda _: Reply(status=302, headers={"Location": "https://elsewhere.test/"})
    with pytest.raises(Refused, match=r"sent on to elsewhere\.test, which this feed may not ask"):
        asking().get("/away")
    stub.answers["/on"] = lambda _: Reply(status=301, headers={"Location": "/x"})
    stub.answers["/x"] = lambda _: Reply("well")
    assert asking().get("/on").body == b"well"
    stub.answers["/round"] = lambda _: Reply(status=302, headers={"Location": "/round"})
    with pytest.raises(Refused, match="in circles"):
        asking().get("/round")


@pytest.mark.parametrize(
    ("base", "found", "said"),
    [
        ("https://inside.test", ["10.1.2.3"], "inside a private network"),
        ("https://inside.test", ["93.184.216.34", "127.0.0.1"], "inside a private network"),
        ("https://inside.test", ["::ffff:192.168.0.1"], "inside a private network"),
        ("http://plain.test", ["93.184.216.34"], "over HTTPS only"),
        ("https://me:secret@open.test", ["93.184.216.34"], "may not hold a name and password"),
    ],
)
def test_the_councils_own_network_is_never_asked(monkeypatch, base: str, found: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("moothall.core.outside.getproxies", dict)
    with pytest.raises(Refused, match=said):
        Client(base, resolved=lambda host, port: found).get("/x")


def test_private_addresses() -> None:
    inside = (
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
    )
    assert not any(public(it) for it in inside)
    assert public("93.184.216.34")


def test_requests_keep_to_the_publishers_rate(stub, asking, clock) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply("well")
    client = asking(rate=(3, 10))
    for _ in range(7):
        client.get("/x")
    assert clock.slept == [10, 10]


def test_we_say_who_we_are(stub, asking) -> None:  # type: ignore[no-untyped-def]
    stub.answers["/x"] = lambda _: Reply("well")
    asking().get("/x")
    assert re.match("Moothall", stub.asked[0].headers["User-Agent"])
