"""What Schemathesis can not know by itself: how an archive looks, what lines of JSON are, which refusals no schema
could have said before."""

import io
import json
import re

import numpy
import schemathesis
from hypothesis import strategies as st

NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.floats(), st.integers(-9, 9).map(float))
DTYPES = st.sampled_from(["<f8", ">f8", "<f4", "<f2", "<i4", "|u1", "<U3", "|b1"])


@st.composite
def arrays(draw, least=1, most=5):
    shape = draw(st.lists(st.integers(1, 4), min_size=least, max_size=most))
    size = int(numpy.prod(shape))
    numbers = draw(st.lists(NUMBERS, min_size=size, max_size=size))
    with numpy.errstate(all="ignore"):
        array = numpy.array(numbers).reshape(shape).astype(draw(DTYPES))
    return numpy.asfortranarray(array) if draw(st.booleans()) else array


FIELDS = ["gamma", "beta", "eps", "dout", "cache.xhat", "running.mean", "submitted.dx", "inputs.x", "mode", "surprise"]


@st.composite
def archives(draw):
    names = draw(st.lists(st.sampled_from(FIELDS), max_size=4, unique=True))
    members = {name: draw(arrays(least=0, most=3)) for name in names}
    file = io.BytesIO()
    save = draw(st.sampled_from([numpy.savez, numpy.savez_compressed]))
    save(file, x=draw(arrays(least=2)), **members)
    return file.getvalue()


def saved(array):
    file = io.BytesIO()
    numpy.save(file, array)
    return file.getvalue()


schemathesis.openapi.media_type("application/x-npz", st.one_of(archives(), st.binary(max_size=200)))
schemathesis.openapi.media_type("application/x-npy", st.one_of(arrays().map(saved), st.binary(max_size=200)))


@schemathesis.deserializer("application/x-ndjson")
def lines(ctx, response):
    return [json.loads(line) for line in response.content.splitlines()]


# What a request may be refused for though each of its fields is as its schema says.
CODES = {"shape", "missing", "singular", "not-representable", "single-value", "too-much-work"}
DETAILS = re.compile("|".join([
    # Inputs are given or drawn, and each way has fields of its own.
    "says what to draw, and x is given", "is drawn, since x is not given", "has scales of its own", "asks for .* numbers, and at most",
    # One question at a time.
    "the batches were sent: send one of the two", "is already answered by cache", "asks nothing: send", "no batches were sent after it",
    r'belongs to draw "\w+", not to', "looks at every element, along no probes", "with equalWeights",
    # Statistics belong to the batches that they were kept over.
    "that is left of the first variance",
    # Null is a value that was not handed in.
    "holds no value",
    # Tests are named by the rubric.
    "no such test; there are",
    # Rows are alike in length, and some tensors are matrices.
    r"has \d+ entries where the first of its kind has \d+", "expected arrays nested 2 deep",
]))


@schemathesis.check
def refusal_is_beyond_the_schema(ctx, response, case):
    """A request that the schema allows is answered, or refused for what no schema can say: how its fields go together."""
    is_allowed = case.meta is not None and case.meta.generation.mode.is_positive
    if not is_allowed or case.media_type != "application/json" or response.status_code not in (400, 413, 422):
        return
    problem = response.json()
    if problem["code"] in CODES:
        return
    details = [error["detail"] for error in problem.get("errors", [{"detail": problem["detail"]}])]
    odd = [detail for detail in details if not DETAILS.search(detail)]
    if odd:
        raise AssertionError(f"{problem['code']} for what the schema allows: {odd}")
