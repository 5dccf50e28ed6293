"""
CS231n's way to check a gradient: two runs of the whole forward pass for each number of the input. Written after the
algorithm of its eval_numerical_gradient_array; reads {x, gamma, beta, dout, eps}, answers the milliseconds that it took
and the largest difference from the backward pass of the paper.
"""

import json
import sys
import time

import numpy as np


def numerical_gradient(f, x, df, h):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        pos = f(x).copy()
        x[ix] = old - h
        neg = f(x).copy()
        x[ix] = old
        grad[ix] = np.sum((pos - neg) * df) / (2 * h)
        it.iternext()
    return grad


def forward(x, gamma, beta, eps):
    mu = x.mean(axis=0)
    xmu = x - mu
    var = (xmu * xmu).mean(axis=0)
    return gamma * (xmu / np.sqrt(var + eps)) + beta


request = json.load(sys.stdin)
x, gamma, beta, dout = (np.array(request[name]) for name in ("x", "gamma", "beta", "dout"))
eps, h = request["eps"], 1e-5
start = time.perf_counter()
numeric = (
    numerical_gradient(lambda x: forward(x, gamma, beta, eps), x, dout, h),
    numerical_gradient(lambda gamma: forward(x, gamma, beta, eps), gamma, dout, h),
    numerical_gradient(lambda beta: forward(x, gamma, beta, eps), beta, dout, h),
)
took = (time.perf_counter() - start) * 1e3

ivar = 1.0 / np.sqrt(x.var(axis=0) + eps)
xhat = (x - x.mean(axis=0)) * ivar
dgamma, dbeta = (dout * xhat).sum(axis=0), dout.sum(axis=0)
dx = gamma * ivar * (dout - dbeta / len(x) - xhat * dgamma / len(x))
error = max(np.abs(a - b).max() for a, b in zip(numeric, (dx, dgamma, dbeta)))
print(json.dumps({"ms": [took], "error": float(error)}))
