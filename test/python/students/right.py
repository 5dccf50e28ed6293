"""Right code in all the ways in which people write it, none of which may be accused."""

import math

import numpy as np

from images import per_channel
from layers import closed, cs231n_running, paper, projection, staged, test_time, three_term, torch_running
from program import changed, edited, fed, then

MATRICES = ("rows", "images", "square")


def kept_dimensions(made):
    """With keepdims every vector is (1,D)."""
    vectors = {name: value[np.newaxis] for name, value in made.items() if np.ndim(value) == 1}
    return {**made, **vectors}


def single(given):
    """Everything in float32 from the start."""
    return {name: np.float32(value) if isinstance(value, np.ndarray) else value for name, value in given.items()}


def told_as_single(made):
    """Computed in float64 and saved as float32."""
    return {name: np.float32(value) if isinstance(value, np.ndarray) else value for name, value in made.items()}


def mutated(x, **given):
    """x -= mu changes the caller's array, which no number that is returned can show."""
    mine = x.copy()
    program = edited(staged, xmu="np.subtract(x, mu, out=x)")
    return program(x=mine, **given)


def one_by_one(x, gamma, beta, eps, dout, **_):
    """Loops over the channels, with exact sums."""
    out, dx = np.empty_like(x), np.empty_like(x)
    dgamma, dbeta = np.empty_like(gamma), np.empty_like(beta)
    N, D = x.shape
    for j in range(D):
        mu = math.fsum(x[:, j]) / N
        var = math.fsum((x[:, j] - mu) ** 2) / N
        s = math.sqrt(var + eps)
        h = (x[:, j] - mu) / s
        out[:, j] = gamma[j] * h + beta[j]
        dbeta[j], dgamma[j] = math.fsum(dout[:, j]), math.fsum(dout[:, j] * h)
        dx[:, j] = gamma[j] / s * (dout[:, j] - dbeta[j] / N - h * dgamma[j] / N)
    return dict(out=out, dx=dx, dgamma=dgamma, dbeta=dbeta)


#: By what they are: the program, and the inputs it is for.
RIGHT = {
    "every operation by itself": (staged, MATRICES),
    "the paper's gradients": (paper, MATRICES),
    "the closed form": (closed, MATRICES),
    "gamma at the end": (three_term, MATRICES),
    "a projection": (projection, MATRICES),
    "one channel after the other": (one_by_one, MATRICES),
    "keepdims": (changed(staged, kept_dimensions), MATRICES),
    "sums from the other end": (edited(staged, mu="np.sum(x[::-1], axis=0) / N", dmu="-np.sum(dx1[::-1], axis=0)"), MATRICES),
    "sums as products with ones": (edited(staged, mu="np.ones(N) @ x / N", dbeta="np.ones(N) @ dout"), MATRICES),
    "a power of -1/2": (edited(closed, ivar="(var + eps) ** -0.5"), MATRICES),
    "dmu of the upper branch": (edited(staged, dmu="-np.sum(dxmu1, axis=0)"), MATRICES),
    "a second term of dmu without its axis": (
        edited(paper, dmu="-np.sum(dxhat, 0) / np.sqrt(var + eps) + dvar * np.sum(-2 * (x - mu)) / m"),
        MATRICES,
    ),
    "a second term of dmu that is doubled": (
        edited(paper, dmu="-np.sum(dxhat, 0) / np.sqrt(var + eps) + dvar * 2 * np.sum(-2 * (x - mu), 0) / m"),
        MATRICES,
    ),
    "gradients of vectors left as vectors": (edited(staged, dsq="dvar / N", dx2="dmu / N"), MATRICES),
    "a variance as a difference of squares": (edited(staged, var="np.mean(x**2, axis=0) - mu**2"), MATRICES),
    "float32": (fed(staged, single), MATRICES),
    "the closed form in float32": (fed(closed, single), MATRICES),
    "float32 only at the end": (changed(staged, told_as_single), MATRICES),
    "x changed in place": (mutated, MATRICES),
    "the four axes as they are": (per_channel, ("tensors",)),
    "the four axes in float32": (fed(per_channel, single), ("tensors",)),
    "running statistics of CS231n": (then(staged, cs231n_running), ("cs231n",)),
    "running statistics of PyTorch": (then(staged, torch_running), ("torch",)),
    "running statistics in float32": (then(fed(staged, single), fed(torch_running, single)), ("torch",)),
    "evaluation": (test_time, ("eval",)),
    "evaluation in float32": (fed(test_time, single), ("eval",)),
}
