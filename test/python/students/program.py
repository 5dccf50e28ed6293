"""
Programs that students write, as functions of a batch, and how one becomes another.

A program takes what a layer is given by name (x, gamma, beta, eps, dout, running_mean, running_var, momentum), passes
over what it does not need, and returns its local variables: every intermediate value under the name it has there.
"""

import inspect
import re
import textwrap

import numpy as np


def edited(program, **lines):
    """The same program with something else on the right of some of its assignments: how a mistake is made."""
    source = textwrap.dedent(inspect.getsource(program))
    for name, expression in lines.items():
        source, count = re.subn(rf"(?m)^(    {name}) = .*$", lambda m: f"{m[1]} = {expression}", source)
        if count != 1:
            raise ValueError(f"{program.__name__} has {count} lines that assign {name}")
    namespace = {"np": np}
    exec(source, namespace)
    return namespace[program.__name__]


def then(*programs):
    """Programs one after the other; each sees what those before it have made."""

    def all_of_them(**given):
        made = {}
        for program in programs:
            made.update(program(**{**made, **given}))
        return made

    return all_of_them


def changed(program, change):
    """A program whose values are handed in differently: change is given them by name."""
    return lambda **given: change(dict(program(**given)))


def fed(program, feed):
    """A program that does something to what it is given first."""
    return lambda **given: program(**feed(dict(given)))
