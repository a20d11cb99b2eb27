"""The three ways in which an action says no. Middleware, API and CLI turn each into an answer."""

from collections.abc import Mapping


class Refused(Exception):
    """The policy says no. Journalled on its own, after the action was rolled back."""

    def __init__(
        self, reason: str, *, deed: str = "", object_kind: str = "", object_id: object = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.deed = deed
        self.object_kind = object_kind
        self.object_id = object_id


class Unknown(Refused):
    """No such object — or one that is not for this reader: the answer is the same."""

    def __init__(self, object_kind: str, object_id: object = None, *, deed: str = "read") -> None:
        super().__init__("not found", deed=deed, object_kind=object_kind, object_id=object_id)


class Invalid(Exception):
    """The input cannot be used: field name → what is wrong and what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)
