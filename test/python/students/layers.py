"""Right code: the layer one operation at a time, the closed forms, test time, and the running statistics."""

import numpy as np


def staged(x, gamma, beta, eps, dout, **_):
    """Every operation by itself, there and back."""
    N, D = x.shape

    mu = 1.0 / N * np.sum(x, axis=0)
    xmu = x - mu
    sq = xmu**2
    var = 1.0 / N * np.sum(sq, axis=0)
    sqrtvar = np.sqrt(var + eps)
    ivar = 1.0 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta

    dbeta = np.sum(dout, axis=0)
    dgammax = dout
    dgamma = np.sum(dgammax * xhat, axis=0)
    dxhat = dgammax * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsqrtvar = -1.0 / sqrtvar**2 * divar
    dvar = 0.5 / np.sqrt(var + eps) * dsqrtvar
    dsq = 1.0 / N * np.ones((N, D)) * dvar
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -1 * np.sum(dx1, axis=0)
    dx2 = 1.0 / N * np.ones((N, D)) * dmu
    dx = dx1 + dx2
    return locals()


def paper(x, gamma, beta, eps, dout, **_):
    """The gradients as Ioffe and Szegedy print them."""
    m = x.shape[0]
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + eps)
    out = gamma * xhat + beta

    dxhat = dout * gamma
    dvar = np.sum(dxhat * (x - mu) * -0.5 * (var + eps) ** (-3 / 2), axis=0)
    dmu = np.sum(dxhat * -1 / np.sqrt(var + eps), axis=0) + dvar * np.sum(-2 * (x - mu), axis=0) / m
    dx = dxhat / np.sqrt(var + eps) + dvar * 2 * (x - mu) / m + dmu / m
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    return locals()


def closed(x, gamma, beta, eps, dout, **_):
    """The one line that the second half of the CS231n exercise asks for."""
    N = x.shape[0]
    mu = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    ivar = 1 / np.sqrt(var + eps)
    xhat = (x - mu) * ivar
    out = gamma * xhat + beta

    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    dx = 1 / N * ivar * (N * dxhat - dxhat.sum(axis=0) - xhat * (dxhat * xhat).sum(axis=0))
    return locals()


def three_term(x, gamma, beta, eps, dout, **_):
    """With gamma at the end, and the two sums that are there already."""
    N = x.shape[0]
    mu = x.sum(0) / N
    var = ((x - mu) ** 2).sum(0) / N
    ivar = (var + eps) ** -0.5
    xhat = (x - mu) * ivar
    out = xhat * gamma + beta

    dbeta = dout.sum(0)
    dgamma = np.einsum("nd,nd->d", dout, xhat)
    dx = gamma * ivar / N * (N * dout - dbeta - xhat * dgamma)
    return locals()


def projection(x, gamma, beta, eps, dout, **_):
    """Whatever of the gradient lies along 1 or along xhat is taken out, as in PyTorch's own kernel."""
    N = x.shape[0]
    mean = x.mean(0)
    invstd = 1 / np.sqrt(x.var(0) + eps)
    out = (x - mean) * invstd * gamma + beta

    dotp = np.sum((x - mean) * dout, axis=0)
    k = dotp * invstd * invstd / N
    dx = (dout - dout.mean(0) - (x - mean) * k) * invstd * gamma
    dgamma = dotp * invstd
    dbeta = dout.sum(0)
    return locals()


def test_time(x, gamma, beta, eps, dout, running_mean, running_var, **_):
    """Evaluation: the statistics are given, and constants on the way back."""
    mu = running_mean
    var = running_var
    xmu = x - mu
    sqrtvar = np.sqrt(var + eps)
    ivar = 1 / sqrtvar
    xhat = xmu * ivar
    gammax = gamma * xhat
    out = gammax + beta

    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    dx = dxhat * ivar
    return locals()


def cs231n_running(x, mu, var, running_mean, running_var, momentum, eps, **_):
    """momentum is the part that stays, and the variance is the one of the normalisation."""
    N = x.shape[0]
    running_mean = momentum * running_mean + (1 - momentum) * mu
    running_var = momentum * running_var + (1 - momentum) * var
    return locals()


def torch_running(x, mu, var, running_mean, running_var, momentum, eps, **_):
    """momentum is the part that is new, and the variance is the unbiased one."""
    N = x.shape[0]
    running_mean = (1 - momentum) * running_mean + momentum * mu
    running_var = (1 - momentum) * running_var + momentum * var * N / (N - 1)
    return locals()
