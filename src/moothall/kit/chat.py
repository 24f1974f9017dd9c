"""A message for a channel, as the two programs that councils talk in take it: Microsoft Teams and Slack.

Teams: an adaptive card, as the Workflows template 'When a Teams webhook request is received' takes it (Microsoft
retired its older connectors). Slack: the blocks of an incoming webhook. What people wrote goes in as plain text in
both: a name like '<!channel>' or '[here](https://…)' calls nobody and links nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MOST_LINES, MOST_LETTERS, MOST_TITLE = (
    40,
    2000,
    150,
)  # Slack takes 50 blocks, 3,000 letters a block, 150 in a header
_CARD = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Message:
    """A heading, lines of plain text, and the page that says more."""

    title: str
    lines: tuple[str, ...] = ()
    href: str = ""

    def shortened(self) -> "Message":
        """What both programs take; what is left out is said."""
        lines = self.lines
        if len(lines) > MOST_LINES:
            left = len(lines) - MOST_LINES + 1
            lines = (*lines[: MOST_LINES - 1], f"And {left} more lines.")
        return Message(
            _short(self.title, MOST_TITLE), tuple(_short(it, MOST_LETTERS) for it in lines), self.href
        )


def to_teams(message: Message) -> dict[str, Any]:
    """The message as an adaptive card: text runs, in which Teams reads no Markdown."""
    it = message.shortened()
    body = [_run(it.title, size="Large", weight="Bolder"), *(_run(line) for line in it.lines)]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": it.title,
        "body": body,
    }
    if it.href:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open in Moothall", "url": it.href}]
    return {"type": "message", "attachments": [{"contentType": _CARD, "contentUrl": None, "content": card}]}


def to_slack(message: Message) -> dict[str, Any]:
    """The message as blocks, with the words that a notification shows."""
    it = message.shortened()
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(it.title)}]
    blocks += [{"type": "section", "text": _plain(line)} for line in it.lines]
    if it.href:
        link = {"type": "mrkdwn", "text": f"<{it.href}|Open in Moothall>"}
        blocks.append({"type": "section", "text": link})
    return {"text": _escaped(it.title), "blocks": blocks}


WRITERS: dict[str, Callable[[Message], dict[str, Any]]] = {"teams": to_teams, "slack": to_slack}


def _run(text: str, **more: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **more}]}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text or " ", "emoji": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
