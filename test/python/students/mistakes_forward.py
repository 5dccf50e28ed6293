"""Mistakes of the forward pass, most of them in the layer that returns every value."""

from images import cut_anyhow, glued_anyhow, per_channel, spatial
from layers import closed, paper, staged
from mistake import mistake
from program import edited


def wrong(named, at, way="", **lines):
    return mistake(named, at, edited(staged, **lines), way)


PER_ROW = "np.mean(x, axis=1, keepdims=True)"

MEAN = [
    wrong("mean-per-example", "mu", mu=PER_ROW),
    wrong("mean-per-example", "mu", "and var", mu=PER_ROW, var="np.mean(sq, axis=1, keepdims=True)"),
    wrong("mean-of-everything", "mu", mu="np.mean(x)"),
    wrong("mean-of-everything", "mu", "and var", mu="np.mean(x)", var="np.mean(sq)"),
    wrong("mean-not-divided", "mu", mu="np.sum(x, axis=0)"),
    wrong("centre-backwards", "xmu", xmu="mu - x"),
    wrong("centre-backwards", "xmu", "and back", xmu="mu - x", dmu="np.sum(dx1, axis=0)", dx="dx2 - dx1"),
]

VARIANCE = [
    wrong("absolute-instead-of-square", "sq", sq="np.abs(xmu)"),
    wrong("absolute-instead-of-square", "sq", "and back", sq="np.abs(xmu)", dxmu2="np.sign(xmu) * dsq"),
    wrong("square-of-x", "sq", sq="x ** 2"),
    wrong("square-of-x", "sq", "and back", sq="x ** 2", dxmu2="2 * x * dsq"),
    wrong("square-of-x", "var", "in var", var="np.mean(x ** 2, axis=0)"),
    wrong("unbiased-variance", "var", var="np.var(x, axis=0, ddof=1)"),
    wrong("unbiased-variance", "var", "and back", var="np.sum(sq, 0) / (N - 1)", dsq="np.ones((N, D)) * dvar / (N - 1)"),
    mistake("unbiased-variance", "var", edited(closed, var="np.var(x, axis=0, ddof=1)"), "closed form"),
    wrong("variance-not-divided", "var", var="np.sum(sq, axis=0)"),
    wrong("variance-not-divided", "var", "and back", var="np.sum(sq, axis=0)", dsq="np.ones((N, D)) * dvar"),
]

ROOT = [
    wrong("eps-left-out", "sqrtvar", sqrtvar="np.sqrt(var)"),
    wrong("eps-left-out", "sqrtvar", "and back", sqrtvar="np.sqrt(var)", dvar="0.5 / np.sqrt(var) * dsqrtvar"),
    mistake("eps-left-out", "ivar", edited(closed, ivar="1 / np.sqrt(var)"), "closed form"),
    wrong("eps-outside-the-root", "sqrtvar", sqrtvar="np.sqrt(var) + eps"),
    wrong("eps-outside-the-root", "sqrtvar", "and back", sqrtvar="np.sqrt(var) + eps", dvar="0.5 / np.sqrt(var) * dsqrtvar"),
    mistake("eps-outside-the-root", "ivar", edited(closed, ivar="1 / (np.std(x, axis=0) + eps)"), "closed form"),
    wrong("no-root", "sqrtvar", sqrtvar="var + eps"),
    wrong("no-root", "sqrtvar", "and back", sqrtvar="var + eps", dvar="dsqrtvar"),
    wrong("no-root", "ivar", "in ivar", ivar="1 / (var + eps)"),
    mistake("no-root", "ivar", edited(closed, ivar="1 / (var + eps)"), "closed form"),
    mistake("no-root", "xhat", edited(paper, xhat="(x - mu) / (var + eps)"), "paper"),
    wrong("eps-of-its-own", "sqrtvar", "1e-3", sqrtvar="np.sqrt(var + 1e-3)", dvar="0.5 / np.sqrt(var + 1e-3) * dsqrtvar"),
    wrong("eps-of-its-own", "sqrtvar", "1e-8", sqrtvar="np.sqrt(var + 1e-8)"),
    wrong("eps-of-its-own", "sqrtvar", "0.02", sqrtvar="np.sqrt(var + 0.02)"),
    wrong("root-of-the-root", "sqrtvar", sqrtvar="np.sqrt(np.std(x, axis=0) + eps)"),
]

END = [
    wrong("x-not-centred", "xhat", xhat="x * ivar"),
    wrong("gamma-forgotten", "gammax", gammax="xhat"),
    wrong("gamma-and-beta-swapped", "gammax", gammax="beta * xhat", out="gammax + gamma"),
    wrong(
        "gamma-and-beta-swapped",
        "gammax",
        "and back",
        **dict(gammax="beta * xhat", out="gammax + gamma", dxhat="dout * beta"),
        **dict(dbeta="np.sum(dout * xhat, axis=0)", dgamma="np.sum(dout, axis=0)"),
    ),
    wrong("beta-inside-gamma", "out", out="gamma * (xhat + beta)"),
    wrong(
        "beta-inside-gamma",
        "out",
        "and back",
        out="gamma * (xhat + beta)",
        dbeta="np.sum(dout * gamma, axis=0)",
        dgamma="np.sum(dout * (xhat + beta), axis=0)",
    ),
    wrong("beta-forgotten", "out", out="gammax"),
    wrong("gamma-and-beta-forgotten", "out", out="xhat"),
    wrong("out-left-at-zero", "out", out="np.zeros_like(x)"),
    wrong("cut-to-whole-numbers", "out", out="(gammax + beta).astype(int)"),
]

STATISTICS = [
    mistake(
        "running-statistics-in-training",
        "mu",
        edited(staged, mu="_['running_mean']", var="_['running_var']"),
        on=("torch", "cs231n"),
    ),
]


def counted_images(**lines):
    """On images the number that the sums are divided by is a mistake of its own."""
    program = edited(staged, **lines)
    return lambda x, **given: spatial(lambda **inner: program(images=x.shape[0], **inner))(x=x, **given)


COUNT = "_['images']"

PER_ROW_LYING = "np.mean(x, axis=1)"

#: Without keepdims the wrong axis is an error of shapes, unless there are as many examples as channels.
SQUARE = [
    mistake("mean-per-example", "mu", edited(staged, mu=PER_ROW_LYING), "lying", on=("square",)),
    mistake(
        "mean-per-example",
        "mu",
        edited(staged, mu=PER_ROW_LYING, var="np.mean(sq, axis=1)"),
        "and var, lying",
        on=("square",),
    ),
]

IMAGES = [
    mistake("reshaped-without-transpose", "mu", spatial(staged, cut_anyhow, glued_anyhow), on=("tensors",)),
    mistake(
        "statistics-per-pixel",
        "mu",
        edited(
            per_channel,
            n="N",
            mu="x.mean(axis=0, keepdims=True)",
            var="x.var(axis=0, keepdims=True)",
            s1="np.sum(dxhat, axis=0, keepdims=True)",
            s2="np.sum(dxhat * xhat, axis=0, keepdims=True)",
        ),
        on=("tensors",),
    ),
    mistake(
        "images-counted-instead-of-values",
        "mu",
        counted_images(mu=f"np.sum(x, axis=0) / {COUNT}"),
        "mean only",
        on=("tensors",),
    ),
    mistake(
        "images-counted-instead-of-values",
        "mu",
        counted_images(mu=f"np.sum(x, axis=0) / {COUNT}", var=f"np.sum(sq, axis=0) / {COUNT}"),
        "both",
        on=("tensors",),
    ),
    mistake("images-counted-instead-of-values", "mu", edited(per_channel, n="N"), "everywhere", on=("tensors",)),
]

FORWARD = [*MEAN, *VARIANCE, *ROOT, *END, *STATISTICS, *SQUARE, *IMAGES]
