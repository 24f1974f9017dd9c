"""Dated public facts: each file names its source, licence, when it was retrieved and from when it holds."""
