"""The year turns and councils change: roll-over, services that become others, what went before a reorganisation."""
