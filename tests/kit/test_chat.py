"""A message as Teams and Slack take it."""

import json

import pytest

from moothall.kit.chat import MOST_LINES, WRITERS, Message, to_slack, to_teams

HOSTILE = "<!channel> <https://evil.example|here> [here](https://evil.example) @all & <b>"


def test_teams_gets_an_adaptive_card_whose_text_is_no_markdown() -> None:
    made = to_teams(
        Message("A clinic was closed: October", (HOSTILE,), "https://moothall.example/clinics/1/")
    )
    assert made["type"] == "message"
    (attachment,) = made["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert card["type"] == "AdaptiveCard" and card["version"] == "1.4"
    assert {it["type"] for it in card["body"]} == {"RichTextBlock"}, "a TextBlock would read Markdown"
    assert [it["inlines"][0]["text"] for it in card["body"]] == ["A clinic was closed: October", HOSTILE]
    assert [(it["type"], it["url"]) for it in card["actions"]] == [
        ("Action.OpenUrl", "https://moothall.example/clinics/1/")
    ]


def test_slack_gets_blocks_of_plain_text() -> None:
    made = to_slack(Message(HOSTILE, (HOSTILE, ""), "https://moothall.example/"))
    header, line, blank, link = made["blocks"]
    assert header["type"] == "header" and header["text"]["type"] == line["text"]["type"] == "plain_text"
    assert line["text"]["text"] == HOSTILE and blank["text"]["text"] == " ", "Slack refuses an empty text"
    assert "<" not in made["text"] and "&lt;!channel&gt;" in made["text"], "a notification calls nobody"
    assert link["text"]["text"] == "<https://moothall.example/|Open in Moothall>"


@pytest.mark.parametrize("kind", WRITERS)
def test_a_long_message_is_cut_and_says_so(kind: str) -> None:
    made = json.dumps(WRITERS[kind](Message("t" * 500, ("w" * 9000,) * 200)), ensure_ascii=False)
    assert "And 161 more lines." in made and "t" * 151 not in made and "w" * 2001 not in made
    assert made.count("…") >= MOST_LINES
    bare = json.dumps(WRITERS[kind](Message("Only a title")))
    assert "Open in Moothall" not in bare
