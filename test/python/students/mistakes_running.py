"""Mistakes of the running statistics, and of evaluation."""

from layers import cs231n_running, staged, test_time, torch_running
from mistake import mistake
from program import edited, then


def kept(named, at, way="", update=cs231n_running, **lines):
    """A right layer with a wrong update."""
    on = ("cs231n",) if update is cs231n_running else ("torch",)
    return mistake(named, at, then(staged, edited(update, **lines)), way, on=on)


MEAN, VAR = "running_mean", "running_var"

UPDATES = [
    kept(
        "momentum-swapped",
        MEAN,
        running_mean="(1 - momentum) * running_mean + momentum * mu",
        running_var="(1 - momentum) * running_var + momentum * var",
    ),
    kept(
        "momentum-swapped",
        MEAN,
        "torch",
        torch_running,
        running_mean="momentum * running_mean + (1 - momentum) * mu",
        running_var="momentum * running_var + (1 - momentum) * var * N / (N - 1)",
    ),
    kept(
        "momentum-of-its-own",
        MEAN,
        running_mean="0.95 * running_mean + 0.05 * mu",
        running_var="0.95 * running_var + 0.05 * var",
    ),
    kept("other-estimator-stored", VAR, running_var="momentum * running_var + (1 - momentum) * var * N / (N - 1)"),
    kept("other-estimator-stored", VAR, "torch", torch_running, running_var="(1 - momentum) * running_var + momentum * var"),
    kept("deviation-stored", VAR, running_var="momentum * running_var + (1 - momentum) * np.sqrt(var)"),
    kept("deviation-stored", VAR, "with eps", running_var="momentum * running_var + (1 - momentum) * np.sqrt(var + eps)"),
    kept("never-stored", MEAN, running_mean="running_mean", running_var="running_var"),
    kept(
        "start-ignored",
        MEAN,
        "zeros",
        running_mean="(1 - momentum) * mu",
        running_var="(1 - momentum) * var",
    ),
    kept(
        "start-ignored",
        MEAN,
        "ones",
        running_mean="momentum * np.ones_like(mu) + (1 - momentum) * mu",
        running_var="momentum * np.ones_like(var) + (1 - momentum) * var",
    ),
    kept("last-batch-only", MEAN, running_mean="mu", running_var="var"),
    kept("last-batch-only", MEAN, "torch", torch_running, running_mean="mu", running_var="var * N / (N - 1)"),
    kept("eps-accumulated", VAR, running_var="momentum * running_var + (1 - momentum) * (var + eps)"),
    kept("one-running-mean", MEAN, running_mean="momentum * running_mean + (1 - momentum) * x.mean()"),
    kept(
        "new-part-not-weighted",
        MEAN,
        running_mean="momentum * running_mean + mu",
        running_var="momentum * running_var + var",
    ),
]


def tested(named, at, way="", **lines):
    return mistake(named, at, edited(test_time, **lines), way, on=("eval",))


BATCH = dict(mu="np.mean(x, axis=0)", var="np.var(x, axis=0)")


def updated_in_evaluation(x, eps, running_mean, running_var, momentum, **given):
    made = test_time(x=x, eps=eps, running_mean=running_mean, running_var=running_var, **given)
    old = dict(running_mean=running_mean, running_var=running_var, momentum=momentum, eps=eps)
    kept = torch_running(x=x, mu=x.mean(0), var=x.var(0), **old)
    return {**made, MEAN: kept[MEAN], VAR: kept[VAR]}


EVALUATION = [
    tested("batch-statistics-in-evaluation", "mu", **BATCH),
    tested("batch-mean-in-evaluation", "mu", mu="np.mean(x, axis=0)"),
    tested("eps-left-out", "sqrtvar", sqrtvar="np.sqrt(var)"),
    tested("no-root", "sqrtvar", sqrtvar="var + eps"),
    tested("no-root", "ivar", "without eps", ivar="1 / var"),
    tested("gamma-and-beta-forgotten", "out", out="xhat"),
    tested(
        "training-backward-in-evaluation",
        "dx",
        dx="ivar * (dxhat - dxhat.mean(0) - xhat * (dxhat * xhat).mean(0))",
    ),
    mistake(
        "training-backward-in-evaluation",
        "dsq",
        edited(staged, mu="_['running_mean']", var="_['running_var']"),
        "every value",
        on=("eval",),
    ),
    mistake("updated-in-evaluation", MEAN, updated_in_evaluation, on=("eval",)),
]

RUNNING = [*UPDATES, *EVALUATION]
