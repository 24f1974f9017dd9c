"""Messages to channels of Teams and Slack: what is heard of, written to whom, and what came of it."""
