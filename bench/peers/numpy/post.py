"""
The forward and the backward pass in NumPy, step by step as in the post; reads {n, d, times}, answers the milliseconds of
each forward and backward together.
"""

import json
import sys
import time

import numpy as np


def forward(x, gamma, beta, eps):
    n = x.shape[0]
    mu = 1.0 / n * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu**2
    var = 1.0 / n * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta
    return out, (xhat, gamma, xmu, ivar, sqrtvar, var, eps)


def backward(dout, cache):
    xhat, gamma, xmu, ivar, sqrtvar, var, eps = cache
    n, d = dout.shape
    dbeta = np.sum(dout, axis=0)
    dgammax = dout
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / (sqrtvar**2) * divar
    dvar = 0.5 * 1.0 / np.sqrt(var + eps) * dsqrtvar
    dsq = 1.0 / n * np.ones((n, d)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dxmu1 + dxmu2, axis=0)
    dx2 = 1.0 / n * np.ones((n, d)) * dmu
    dx = dx1 + dx2
    return dx, dgamma, dbeta


request = json.load(sys.stdin)
n, d = request["n"], request["d"]
random = np.random.default_rng(231)
x, dout = random.normal(1, 2, (n, d)), random.normal(size=(n, d))
gamma, beta = random.normal(1, 0.3, d), random.normal(size=d)
took = []
for _ in range(request["times"]):
    start = time.perf_counter()
    out, cache = forward(x, gamma, beta, 1e-5)
    backward(dout, cache)
    took.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"ms": took}))
