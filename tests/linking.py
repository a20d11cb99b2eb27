"""Running the linker to its end, in a test's transaction."""

from typing import Any

MOST_TURNS = 200


def link_all(as_process: Any) -> int:
    """Link all that waits, also with more patience; returns how many turns it took."""
    from entraide.hub.intel import linking

    turns = 0
    with as_process("linker"):
        while linking.link_waiting() or linking.deepen_waiting():
            turns += 1
            assert turns < MOST_TURNS, "it never ends"
    return turns
