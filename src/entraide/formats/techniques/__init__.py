"""The techniques of scam networks as others exchange them: a MISP galaxy with its cluster, STIX attack-patterns.

Ids are UUIDs of version 5 made of the technique's own id, and never change: ``W2.06`` has the same one in both formats,
in every version.
"""

from ._ids import VERSION, uuid_of
from ._misp import cluster, galaxy
from ._stix import bundle

__all__ = ["VERSION", "bundle", "cluster", "galaxy", "uuid_of"]
