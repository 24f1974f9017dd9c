"""A fictional council, generated from a seed: the demonstration and the world the tests live in."""
