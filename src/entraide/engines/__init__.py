"""Pure engines: dataclasses in, dataclasses out, and every result carries its reasons."""
