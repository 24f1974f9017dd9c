"""Moothall: performance a council can act on, savings it can prove, a plan whose figures can be traced."""
