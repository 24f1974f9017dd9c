"""The demonstration: Ashcombe Vale, a district council that does not exist, and its neighbours.

Every name, code and figure was made up, from a seed: the same seed gives the same council. It comes in
through the same door as a real council's data: files in layouts that Moothall reads, loaded by a person who
may.
"""
