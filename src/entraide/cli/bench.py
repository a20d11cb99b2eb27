"""`entraide bench NAME`."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from entraide.bench import Measured

app = typer.Typer()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="Which benchmark; without one, they are listed.")] = None,
    size: Annotated[int | None, typer.Option(min=1, help="The amount of work.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON.")] = False,
) -> None:
    """Measure the hub. Some benchmarks take options of their own; naming a wrong one lists them."""
    from entraide.bench import all_names, module_of

    if name is None:
        for known in all_names():
            typer.echo(f"{known:12} {_first_line(module_of(known).run)}")
        return
    if name not in all_names():
        raise typer.BadParameter(
            f"'{name}' is none of: {', '.join(all_names()) or 'no benchmark yet'}", param_hint="NAME"
        )
    run = module_of(name).run
    measured: Measured = run(size, **_options(run, context.args))
    for line in measured.lines:
        typer.echo(line)
    if as_json:
        typer.echo(measured.as_json())


def _first_line(run: Callable[..., Any]) -> str:
    return (run.__doc__ or "").strip().split("\n")[0]


def _options(run: "Callable[..., Measured]", arguments: list[str]) -> dict[str, Any]:
    from entraide.bench import options_of

    known = options_of(run)
    given: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        flag, _, value = argument.partition("=")
        parameter = known.get(flag)
        if parameter is None:
            raise typer.BadParameter(
                f"is none of: --size, --json {', '.join(known)}".strip(), param_hint=flag
            )
        if isinstance(parameter.default, bool):
            given[parameter.name] = True
            continue
        kind = type(parameter.default) if parameter.default is not None else str
        try:
            given[parameter.name] = kind(value or next(rest))
        except (StopIteration, ValueError):
            raise typer.BadParameter(f"needs a value ({kind.__name__}).", param_hint=flag)
    return given
