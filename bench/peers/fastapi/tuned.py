"""The service as somebody would write it who has measured: orjson both ways, no model over arrays; and .npz."""

import io

import numpy as np
import orjson
from batchnorm import answer, forward
from fastapi import FastAPI, HTTPException, Request, Response
from listen import listen

app = FastAPI()


def checked(x, gamma, beta):
    if x.ndim != 2 or gamma.shape != x.shape[1:] or beta.shape != x.shape[1:]:
        raise HTTPException(400, "x has to be (N,D), gamma and beta (D)")
    if not (np.isfinite(x).all() and np.isfinite(gamma).all() and np.isfinite(beta).all()):
        raise HTTPException(400, "a number is not finite")


def from_json(body):
    request = orjson.loads(body)
    x, gamma, beta = (np.array(request[name], np.float64) for name in ("x", "gamma", "beta"))
    checked(x, gamma, beta)
    reply = answer(forward(x, gamma, beta, request["eps"]), request["include"])
    text = orjson.dumps(reply, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(text, media_type="application/json")


def from_npz(body):
    request = np.load(io.BytesIO(body), allow_pickle=False)
    x, gamma, beta = (request[name] for name in ("x", "gamma", "beta"))
    checked(x, gamma, beta)
    include = request["include"].tolist()
    members = {}
    for name, value in answer(forward(x, gamma, beta, float(request["eps"])), include).items():
        if isinstance(value, dict):
            members.update({f"{name}.{inner}": each for inner, each in value.items()})
        elif name != "warnings":
            members[name] = value
    reply = io.BytesIO()
    np.savez(reply, **members)
    return Response(reply.getvalue(), media_type="application/x-npz")


@app.post("/v1/forward")
async def serve(request: Request) -> Response:
    body = await request.body()
    npz = request.headers["content-type"] == "application/x-npz"
    return from_npz(body) if npz else from_json(body)


listen(app)
