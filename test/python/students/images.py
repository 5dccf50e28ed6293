"""Images (N,C,H,W): a layer for matrices, inside the transposes and reshapes that take images to it and back."""

import numpy as np


def spatial(program, there=None, back=None):
    """
    The program on images, with the channels moved to the end and everything else in one axis.

    @param there, back: how x and dout become matrices, and how out and dx become images again
    """

    def on_images(x, dout, **given):
        into, out_of = there or rows, back or images
        made = program(x=into(x), dout=into(dout), **given)
        return {
            name: out_of(value, x.shape) if name in ("out", "dx") else value
            for name, value in made.items()
            if name not in ("x", "dout")
        }

    return on_images


def rows(t):
    return t.transpose(0, 2, 3, 1).reshape(-1, t.shape[1])


def images(matrix, shape):
    N, C, H, W = shape
    return matrix.reshape(N, H, W, C).transpose(0, 3, 1, 2)


def cut_anyhow(t):
    """Without the transpose: rows of C numbers that stood next to each other in memory."""
    return t.reshape(-1, t.shape[1])


def glued_anyhow(matrix, shape):
    return matrix.reshape(shape)


def per_channel(x, gamma, beta, eps, dout, **_):
    """The four axes as they are."""
    N, C, H, W = x.shape
    g, b = gamma.reshape(1, C, 1, 1), beta.reshape(1, C, 1, 1)
    n = N * H * W

    mu = np.sum(x, axis=(0, 2, 3), keepdims=True) / n
    xmu = x - mu
    var = np.sum(xmu**2, axis=(0, 2, 3), keepdims=True) / n
    ivar = 1 / np.sqrt(var + eps)
    xhat = xmu * ivar
    out = g * xhat + b

    dbeta = np.sum(dout, axis=(0, 2, 3))
    dgamma = np.sum(dout * xhat, axis=(0, 2, 3))
    dxhat = dout * g
    s1 = np.sum(dxhat, axis=(0, 2, 3), keepdims=True)
    s2 = np.sum(dxhat * xhat, axis=(0, 2, 3), keepdims=True)
    dx = ivar * (dxhat - s1 / n - xhat * s2 / n)
    return locals()
