"""Every address of the hub, from its own URL configuration, so that a new page cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """``name``: with its namespace; ``parameters``: what stands in it."""

    name: str
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


def every_address() -> list[Address]:
    """All but the API, which its own description enumerates."""
    return sorted(set(_walk(get_resolver(), "", ())), key=str)


def _walk(resolver: URLResolver, namespace: str, above: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        parameters = above + tuple(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            if entry.namespace == "api":
                continue
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, parameters)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}", parameters)
