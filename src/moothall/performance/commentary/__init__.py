"""Commentary: what happened, why, what will be done and by when; drafted, approved, replaced and never deleted."""
