"""The same thing paid twice, ten ways."""
