"""The forward pass of batch normalization in NumPy, as the post has it, and its two sets of values."""

import numpy as np

CACHE = ("xhat", "gamma", "xmu", "ivar", "sqrtvar", "var", "eps")
STEPS = ("mu", "xmu", "sq", "var", "sqrtvar", "ivar", "xhat", "gammax", "out")


def forward(x, gamma, beta, eps):
    """Every value by name, for x (N,D), gamma (D), beta (D)."""
    mu = x.mean(axis=0)
    xmu = x - mu
    sq = xmu * xmu
    var = sq.mean(axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    return {
        "mu": mu, "xmu": xmu, "sq": sq, "var": var, "sqrtvar": sqrtvar, "ivar": ivar,
        "xhat": xhat, "gammax": gammax, "out": out, "gamma": gamma, "eps": eps,
    }  # fmt: skip


def answer(values, include):
    """What of it a reply holds."""
    reply = {"out": values["out"]}
    if "cache" in include:
        reply["cache"] = {name: values[name] for name in CACHE}
        reply["cache"].update(mode="train", channelAxis=1)
    if "steps" in include:
        reply["steps"] = {name: values[name] for name in STEPS}
    reply["warnings"] = []
    return reply
