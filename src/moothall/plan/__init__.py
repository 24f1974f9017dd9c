"""The productivity plan: written, endorsed as it stood, published, and kept true."""
