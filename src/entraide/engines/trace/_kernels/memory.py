"""Ask for memory before it is needed, which NumPy and Numba have no word for."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic


@intrinsic
def prefetch(typing: Any, array: Any, place: Any) -> Any:
    """Begin to bring element `place` of an array's memory near, for reading and writing. Never fails, whatever
    `place` is."""
    return _bring(array, place, to_write=1)


@intrinsic
def prefetch_read(typing: Any, array: Any, place: Any) -> Any:
    """The same for reading alone, so that another core may keep its copy."""
    return _bring(array, place, to_write=0)


def _bring(array: Any, place: Any, to_write: int) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        address = builder.bitcast(builder.gep(data, [arguments[1]]), byte)
        builder.call(call, [address, number(to_write), number(3), number(1)])  # to keep, data
        return context.get_dummy_value()

    return types.void(array, place), generate
