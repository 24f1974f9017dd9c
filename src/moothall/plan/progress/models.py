"""The rows kept here."""
