"""Reading what others publish or keep: contract registers, OCDS release packages, Contracts Finder's rows. Pure."""
