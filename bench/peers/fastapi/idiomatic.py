"""The service as FastAPI's own documentation would write it: a model in, a model out."""

import numpy as np
from batchnorm import answer, forward
from fastapi import FastAPI
from listen import listen
from pydantic import BaseModel

Vector = list[float]
Rows = list[list[float]]


class ForwardRequest(BaseModel):
    x: Rows
    gamma: Vector
    beta: Vector
    eps: float = 1e-5
    include: list[str] = ["cache"]


class Cache(BaseModel):
    xhat: Rows
    gamma: Vector
    xmu: Rows
    ivar: Vector
    sqrtvar: Vector
    var: Vector
    eps: float
    mode: str
    channelAxis: int


class Steps(BaseModel):
    mu: Vector
    xmu: Rows
    sq: Rows
    var: Vector
    sqrtvar: Vector
    ivar: Vector
    xhat: Rows
    gammax: Rows
    out: Rows


class ForwardReply(BaseModel):
    out: Rows
    cache: Cache | None = None
    steps: Steps | None = None
    warnings: list[str] = []


app = FastAPI()


def lists(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {name: lists(each) for name, each in value.items()}
    return value


@app.post("/v1/forward", response_model_exclude_none=True)
def serve(request: ForwardRequest) -> ForwardReply:
    x, gamma, beta = (np.array(each) for each in (request.x, request.gamma, request.beta))
    values = forward(x, gamma, beta, request.eps)
    return ForwardReply(**lists(answer(values, request.include)))


listen(app)
