"""A mistake that students make: the program that makes it, and what the service should say of what that returns."""

from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Mistake:
    #: What it should be named as, by the ids of the service's table; any of them, and nothing when the table lacks it.
    named: tuple[str, ...]
    #: The value at which it first shows among those that the program returns.
    at: str
    program: Callable
    #: A word or two, where there are several with one name.
    way: str = ""
    #: The inputs it is for: rows, images (as rows), tensors (the four axes), square, eval; torch and cs231n for running statistics.
    on: tuple[str, ...] = ("rows", "images")
    #: How it is named from the final values alone; as above when left out.
    finals: tuple[str, ...] | None = None
    #: Whether the final values are right all the same.
    silent: bool = False

    @property
    def title(self):
        return " ".join((*(self.named[:1] or ("unknown",)), f"at {self.at}", *filter(None, [self.way])))


def mistake(named, at, program, way="", **more):
    names = (named,) if isinstance(named, str) else tuple(named)
    return Mistake(names, at, program, way, **more)
