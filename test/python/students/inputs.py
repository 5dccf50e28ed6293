"""What the programs are run on: inputs that the service draws, an ordinary batch, and some that cost digits."""

import numpy as np

#: By what they are for: what POST /v1/inputs is asked.
ASKED = {
    "rows": [dict(shape=[9, 4], seed=7), dict(shape=[11, 6], seed=8), dict(shape=[33, 3], seed=9)],
    "images": [dict(shape=[3, 5, 2, 2], seed=10), dict(shape=[2, 3, 3, 4], seed=11), dict(shape=[5, 4, 1, 3], seed=12)],
    "square": [dict(shape=[n, n], seed=16) for n in (3, 5, 8)],
    "torch": [dict(shape=shape, seed=13, convention="torch") for shape in ([9, 4], [7, 5], [12, 3])],
    "cs231n": [dict(shape=shape, seed=14, convention="cs231n") for shape in ([9, 4], [7, 5], [12, 3])],
    "eval": [dict(shape=shape, seed=15, mode="eval") for shape in ([9, 4], [7, 5], [12, 3])],
}

FIELDS = ("x", "gamma", "beta", "eps", "dout", "mode", "running")


def drawn(ask):
    """All of them by what they are for, as requests for a diagnosis hold them."""
    sets = {}
    for purpose, requests in ASKED.items():
        sets[purpose] = [{name: reply[name] for name in FIELDS} for reply in map(ask, requests)]
    for purpose in ("rows", "images", "square"):
        for each in sets[purpose]:
            del each["running"]
    sets["rows"].append(batch(100, 20, scale=5, shift=12))
    sets["tensors"] = sets["images"]
    return sets


def batch(n, d, scale, shift, dtype=float):
    """A batch as courses draw it, with the usual eps."""
    numbers = np.random.default_rng(231)
    return dict(
        x=(scale * numbers.standard_normal((n, d)) + shift).astype(dtype).tolist(),
        gamma=numbers.standard_normal(d).tolist(),
        beta=numbers.standard_normal(d).tolist(),
        eps=1e-5,
        dout=numbers.standard_normal((n, d)).tolist(),
        mode="train",
    )


def costly():
    """Batches on which right code loses digits: a mean far from 0, hardly any variance, two examples."""
    return [
        batch(50, 6, scale=1, shift=1e6),
        batch(50, 6, scale=1e-3, shift=1e4),
        batch(50, 6, scale=1e-6, shift=0),
        batch(2, 3, scale=1, shift=3),
        batch(6, 6, scale=1, shift=3),
        batch(9, 1, scale=2, shift=5),
        batch(400, 3, scale=1e5, shift=-1e5),
    ]


def as_arrays(given):
    """What a program is given, from what a request holds."""
    arrays = {name: np.array(given[name], dtype=float) for name in ("x", "gamma", "beta", "dout")}
    running = given.get("running") or {}
    if running:
        arrays.update(running_mean=np.array(running["mean"]), running_var=np.array(running["var"]), momentum=running["momentum"])
    return dict(arrays, eps=given["eps"])
