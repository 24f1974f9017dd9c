"""The methods, one folder each, none using another: pure functions from data to a result."""
