"""The door for a terminal: thin commands over the same actions and queries as the pages."""
