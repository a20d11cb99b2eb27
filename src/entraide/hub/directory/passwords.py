"""What a password must be like, told and checked."""

from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from entraide.hub.core.errors import Invalid

from .models import Member


def rules() -> list[str]:
    return password_validators_help_texts()


def check_password(password: str, member: Member) -> None:
    """Raises Invalid with every rule that it breaks."""
    try:
        validate_password(password, member)
    except ValidationError as broken:
        raise Invalid({"password": " ".join(broken.messages)})
