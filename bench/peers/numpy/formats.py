"""
What Python pays for the formats; reads {n, d, times}, answers the milliseconds of each way to read an (N,D) array and to
write one.
"""

import io
import json
import sys
import time

import numpy as np
import orjson

request = json.load(sys.stdin)
n, d = request["n"], request["d"]
arrays = [np.random.default_rng(k).normal(1, 2, (n, d)) for k in range(request["times"])]


def npz(array):
    file = io.BytesIO()
    np.savez(file, x=array)
    return file.getvalue()


WRITE = {
    "json": lambda array: json.dumps({"x": array.tolist()}).encode(),
    "orjson": lambda array: orjson.dumps({"x": array}, option=orjson.OPT_SERIALIZE_NUMPY),
    "npz": npz,
}
READ = {
    "json": lambda body: np.array(json.loads(body)["x"]),
    "orjson": lambda body: np.array(orjson.loads(body)["x"]),
    "npz": lambda body: np.load(io.BytesIO(body), allow_pickle=False)["x"],
}


def timed(function, values):
    took = []
    for value in values:
        start = time.perf_counter()
        function(value)
        took.append((time.perf_counter() - start) * 1e3)
    return took


answer = {}
for name, write in WRITE.items():
    bodies = [write(array) for array in arrays]
    answer[name] = {"write": timed(write, arrays), "read": timed(READ[name], bodies)}
print(json.dumps(answer))
