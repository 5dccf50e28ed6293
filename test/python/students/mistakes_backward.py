"""Mistakes of the backward pass, in the layer that returns every value and in the closed forms."""

from images import cut_anyhow, images, rows
from layers import closed, paper, staged, three_term
from mistake import mistake
from program import changed, edited


def wrong(named, at, expression, way="", **more):
    return mistake(named, at, edited(staged, **{at: expression}), way, **more)


PARAMETERS = [
    wrong("dbeta-averaged", "dbeta", "dout.mean(0)"),
    wrong("dbeta-of-everything", "dbeta", "np.sum(dout)"),
    wrong("dbeta-scaled-by-gamma", "dbeta", "np.sum(dout * gamma, axis=0)"),
    wrong("summed-over-channels", "dbeta", "np.sum(dout, axis=1)", on=("rows", "images", "square")),
    wrong("summed-over-channels", "dbeta", "np.sum(dout, axis=1, keepdims=True)", "kept"),
    wrong("summed-over-channels", "dgamma", "np.sum(dout * xhat, axis=1)", on=("rows", "images", "square")),
    mistake(
        "summed-over-channels",
        "dbeta",
        edited(staged, dbeta="np.sum(dout, axis=1)", dgamma="np.sum(dout * xhat, axis=1)"),
        "both",
    ),
    wrong("dgamma-with-x", "dgamma", "np.sum(dout * x, axis=0)"),
    wrong("dgamma-with-xmu", "dgamma", "np.sum(dout * xmu, axis=0)"),
    wrong("dgamma-averaged", "dgamma", "np.mean(dout * xhat, axis=0)"),
    wrong("dgamma-with-out", "dgamma", "np.sum(dout * out, axis=0)"),
    wrong("dgamma-multiplied-by-the-root", "dgamma", "np.sum(dout * xmu * sqrtvar, axis=0)"),
]



def swapped(made):
    """return dx, dbeta, dgamma, to a caller that takes dx, dgamma, dbeta."""
    return {**made, "dgamma": made["dbeta"], "dbeta": made["dgamma"]}


PARAMETERS += [mistake("dgamma-and-dbeta-swapped", "dbeta", changed(closed, swapped))]

NORMALISE = [
    wrong("gamma-missing", "dxhat", "dout"),
    wrong("gamma-twice", "dxhat", "dout * gamma * gamma"),
    mistake("gamma-missing", "dx", edited(three_term, dx="ivar / N * (N * dout - dbeta - xhat * dgamma)"), "closed form"),
    wrong("divar-with-xhat", "divar", "np.sum(dxhat * xhat, axis=0)"),
    wrong("divar-not-summed", "divar", "dxhat * xmu"),
    wrong("divar-averaged", "divar", "np.mean(dxhat * xmu, axis=0)"),
    wrong("ivar-missing", "dxmu1", "dxhat"),
    wrong("root-instead-of-ivar", "dxmu1", "dxhat * sqrtvar"),
    wrong("inverse-without-minus", "dsqrtvar", "1.0 / sqrtvar**2 * divar"),
    wrong("inverse-not-squared", "dsqrtvar", "-1.0 / sqrtvar * divar"),
    wrong("inverse-without-eps", "dsqrtvar", "-divar / var"),
]

VARIANCE = [
    wrong("root-without-half", "dvar", "1 / np.sqrt(var + eps) * dsqrtvar"),
    wrong("root-multiplied", "dvar", "0.5 * np.sqrt(var + eps) * dsqrtvar"),
    wrong(("power-of-minus-half", "root-multiplied"), "dvar", "np.sum(dxhat * xmu, 0) * -0.5 * (var + eps) ** (-1 / 2)"),
    mistake(
        ("power-of-minus-half", "root-multiplied"),
        "dvar",
        edited(paper, dvar="np.sum(dxhat * (x - mu), axis=0) * -0.5 * (var + eps) ** (-1 / 2)"),
        "paper",
    ),
    wrong("root-without-eps", "dvar", "0.5 / np.sqrt(var) * dsqrtvar"),
    wrong("power-of-minus-two", "dvar", "np.sum(dxhat * xmu, axis=0) * -0.5 * (var + eps) ** (-3 // 2)"),
    mistake(
        "power-of-minus-two",
        "dvar",
        edited(paper, dvar="np.sum(dxhat * (x - mu), axis=0) * -0.5 * (var + eps) ** (-3 // 2)"),
        "paper",
    ),
    wrong("dsq-not-divided", "dsq", "np.ones((N, D)) * dvar"),
    wrong("dsq-unbiased", "dsq", "np.ones((N, D)) * dvar / (N - 1)"),
    mistake(
        "one-over-n-is-zero",
        "dsq",
        edited(staged, dsq="1 // N * np.ones((N, D)) * dvar", dx2="1 // N * np.ones((N, D)) * dmu"),
    ),
    wrong("dsq-on-one-row", "dsq", "np.vstack([dvar / N, np.zeros((N - 1, D))])"),
    wrong("dsq-on-one-row", "dsq", "np.vstack([dvar, np.zeros((N - 1, D))])", "whole"),
    wrong("square-without-two", "dxmu2", "xmu * dsq"),
    wrong("square-with-xhat", "dxmu2", "2 * xhat * dsq"),
    wrong("square-with-x", "dxmu2", "2 * x * dsq", "undone by dmu", silent=True),
    mistake(
        "square-with-x",
        "dxmu2",
        edited(staged, dxmu2="2 * x * dsq", dmu="-np.sum(dxmu1, axis=0)"),
        "and dmu of the upper branch",
    ),
]

CENTRE = [
    wrong("variance-branch-dropped", "dx1", "dxmu1"),
    wrong("dmu-without-minus", "dmu", "np.sum(dx1, axis=0)"),
    wrong("dmu-without-minus", "dmu", "np.sum(dxmu1, axis=0)", "of the upper branch"),
    wrong("dmu-not-summed", "dmu", "-dx1"),
    wrong("dx2-not-divided", "dx2", "np.ones((N, D)) * dmu"),
    wrong("dx2-divided-twice", "dx2", "np.ones((N, D)) * dmu / N / N"),
    wrong("mean-branch-dropped", "dx", "dx1"),
    wrong("dx2-subtracted", "dx", "dx1 - dx2"),
    wrong("dx-overwritten", "dx", "dx2"),
    wrong("statistics-as-constants", "dx", "dout * gamma * ivar"),
    wrong("dx-left-at-zero", "dx", "np.zeros_like(x)"),
]

SUMS = "dxhat.sum(0)", "xhat * (dxhat * xhat).sum(0)"


def one_line(named, dx, way="", program=closed, **more):
    return mistake(named, "dx", edited(program, dx=dx), way, **more)


CLOSED = [
    one_line("closed-form-first-term", f"1 / N * ivar * (dxhat - {SUMS[0]} - {SUMS[1]})"),
    one_line("closed-form-sign", f"1 / N * ivar * (N * dxhat - {SUMS[0]} + {SUMS[1]})"),
    one_line("dsq-unbiased", f"ivar / N * (N * dxhat - {SUMS[0]} - N / (N - 1) * {SUMS[1]})", "makemore's line"),
    one_line("closed-form-divided-again", f"1 / N / N * ivar * (N * dxhat - {SUMS[0]} - {SUMS[1]})"),
    one_line("closed-form-divided-again", "gamma * ivar / N * (N * dout - dbeta - xhat * dgamma) / N", "", three_term),
    one_line("closed-form-with-xmu", "1 / N * ivar * (N * dxhat - dxhat.sum(0) - (x - mu) * (dxhat * (x - mu)).sum(0))"),
    one_line("statistics-as-constants", "dout * gamma * ivar"),
    one_line(("variance-branch-dropped",), "ivar * (dxhat - dxhat.mean(0))", "without its last term"),
    one_line("mean-branch-dropped", "ivar * (dxhat - xhat * (dxhat * xhat).mean(0))", "without its middle term"),
    one_line(
        "sums-of-layer-norm",
        "ivar * (dxhat - dxhat.mean(1, keepdims=True) - xhat * (dxhat * xhat).mean(1, keepdims=True))",
    ),
    mistake(
        "running-variance-in-dx",
        "dx",
        edited(staged, dx="dout * gamma / np.sqrt(_['running_var'] + eps)"),
        on=("torch", "cs231n"),
    ),
]


def dout_cut_anyhow(x, dout, **given):
    """x is turned into rows as it should be, and dout is not."""
    made = staged(x=rows(x), dout=cut_anyhow(dout), **given)
    return {**made, "out": images(made["out"], x.shape), "dx": images(made["dx"], x.shape)}


IMAGES = [mistake("dout-reshaped-without-transpose", "dbeta", dout_cut_anyhow, on=("tensors",))]

PAPER = [
    one_line("dx2-not-divided", "dxhat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / m + dmu", "paper", paper),
    one_line("dsq-not-divided", "dxhat / np.sqrt(var + eps) + dvar * 2 * (x - mu) + dmu / m", "paper", paper),
    one_line("square-without-two", "dxhat / np.sqrt(var + eps) + dvar * (x - mu) / m + dmu / m", "paper", paper),
    one_line("square-with-x", "dxhat / np.sqrt(var + eps) + dvar * 2 * x / m + dmu / m", "paper", paper),
    one_line("variance-branch-dropped", "dxhat / np.sqrt(var + eps) + dmu / m", "paper", paper),
    one_line("mean-branch-dropped", "dxhat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / m", "paper", paper),
]

BACKWARD = [*PARAMETERS, *NORMALISE, *VARIANCE, *CENTRE, *CLOSED, *PAPER, *IMAGES]
