"""
The batch normalization service from Python: one file to copy. It needs requests and numpy.

    service = Service("http://127.0.0.1:3000")
    forward = service.forward(x=x, gamma=gamma, beta=beta, eps=1e-5, include=["cache", "mu"])
    forward["out"], forward["steps"]["mu"]
    service.backward(dout=dout, cache=forward["cache"])["dx"]

Arrays travel as npz, and keep every bit. The fields are those of the service's /docs, its objects are dicts.
"""

import io
import json

import numpy as np
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

JSON, NPZ, SVG = "application/json", "application/x-npz", "image/svg+xml"


class Problem(Exception):
    """A request that was refused: what happened, and what is wrong with which of its fields."""

    def __init__(self, document):
        self.document = document
        errors = [f"  {error['pointer']}: {error['detail']}" for error in document.get("errors", [])]
        super().__init__("\n".join([f"{document['title']}: {document['detail']}", *errors]))


class Patience(Retry):
    """Tries again where that can help, after as many seconds as Retry-After says, but never more than LONGEST."""

    LONGEST = 30

    def get_retry_after(self, response):
        seconds = super().get_retry_after(response)
        return seconds and min(seconds, self.LONGEST)


class Service:
    """The operations below /v1, each with the fields of its request by name; all raise Problem when refused."""

    def __init__(self, url="http://127.0.0.1:3000", key=None, timeout=(3, 60), retries=4):
        """timeout: seconds to connect and to wait for an answer; key: sent as a bearer token, if there is one."""
        self.url, self.timeout = url.rstrip("/"), timeout
        self.session = requests.Session()
        self.session.auth = bearer(key) if key else None
        # Every operation is a pure function of its request, so a POST may be sent again.
        patience = Patience(
            total=retries,
            connect=1,
            read=1,
            status_forcelist=(429, 503),
            allowed_methods=None,
            backoff_factor=0.5,
            raise_on_status=False,
        )
        for scheme in "http://", "https://":
            self.session.mount(scheme, HTTPAdapter(max_retries=patience))

    def inputs(self, **fields):
        """Inputs that tell mistakes apart, from a seed: x, gamma, beta, eps, dout, running, ..."""
        return self.call("inputs", **fields)

    def forward(self, **fields):
        """out, the cache, and any of the nine values by include=[...]."""
        return self.call("forward", **fields)

    def backward(self, **fields):
        """dx, dgamma and dbeta, and any of the fourteen values by include=[...]."""
        return self.call("backward", **fields)

    def gradient_check(self, **fields):
        """Whether the gradients in claimed={"dx": ..., "dgamma": ..., "dbeta": ...} are right: a report."""
        return self.call("gradient-check", JSON, **fields)

    def diagnose(self, **fields):
        """Which of the values in submitted={"mu": ..., "dx": ...} went wrong first, and why: a report."""
        return self.call("diagnose", JSON, **fields)

    def figure(self, **fields):
        """What is asked for by draw="values", "verdict" or "curve", as the text of an SVG."""
        return self.call("figure", SVG, **fields)

    def call(self, operation, accept=NPZ, **fields):
        """Any operation, by its path below /v1; accept is the form that the reply is to have."""
        kind, body = written(fields)
        headers = {"Content-Type": kind, "Accept": accept}
        try:
            reply = self.session.post(f"{self.url}/v1/{operation}", body, headers=headers, timeout=self.timeout)
        except requests.ConnectionError:
            raise ConnectionError(f"no answer from {self.url}: is the service running?") from None
        return read(reply)


def bearer(key):
    """Signs requests. A header of the session would give way to a .netrc."""

    def sign(request):
        request.headers["Authorization"] = f"Bearer {key}"
        return request

    return sign


def written(fields):
    """The fields as an archive; as JSON where they hold what no array can: rows of several lengths, lists of dicts."""
    try:
        archive = io.BytesIO()
        np.savez(archive, **flat(fields))
        return NPZ, archive.getvalue()
    except ValueError:
        return JSON, json.dumps(fields, default=lambda array: array.tolist()).encode()


def flat(fields):
    """Nested dicts as members of an archive: {"cache": {"eps": 1}} is {"cache.eps": array(1)}."""
    members = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            members |= {f"{name}.{inner}": array for inner, array in flat(value).items()}
            continue
        members[name] = np.asarray("null" if value is None else value)
        if members[name].dtype == object:
            raise ValueError(f"{name} is no array")
    return members


def read(reply):
    """What a reply says: nested dicts of arrays as npz, of lists as JSON; else text."""
    kind = reply.headers.get("Content-Type", "").partition(";")[0]
    if kind == "application/problem+json":
        raise Problem(reply.json())
    reply.raise_for_status()
    if kind == NPZ:
        return nested(np.load(io.BytesIO(reply.content)))
    return reply.json() if kind == JSON else reply.content.decode()


def nested(archive):
    """Members of an archive as nested dicts."""
    reply = {}
    for name in archive.files:
        *path, last = name.split(".")
        place = reply
        for step in path:
            place = place.setdefault(step, {})
        place[last] = plain(archive[name])
    # A list of objects is a dict by number, and an empty one is not there at all.
    return {**reply, "warnings": list(reply.get("warnings", {}).values())}


def plain(array):
    """An array as it is; one without axes as the number, the word, the truth value or the None that it holds."""
    if array.ndim > 0:
        return array
    return None if array.item() == "null" else array.item()
