"""
Tries examples/batchnorm_client.py, as a file that was copied, against the service at sys.argv[1], and against the one
at sys.argv[2], which has one worker and no queue.
"""

import sys
import threading
import time
import unittest
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.pool import ThreadPool
from pathlib import Path

import numpy as np
import requests

sys.path.append(str(Path(__file__).parents[2] / "examples"))

from batchnorm_client import JSON, Patience, Problem, Service

ORDINARY, BUSY = sys.argv[1:3]


def layer_of(given):
    """What a forward pass takes."""
    return {name: given[name] for name in ("x", "gamma", "beta", "eps")}


def gradients_of(given):
    """What a backward pass takes."""
    return {name: given[name] for name in ("x", "gamma", "eps", "dout")}


@contextmanager
def gate(*refusals):
    """A gate before the service: refuses as often as there are refusals, (status, headers), then lets all through."""
    left, seen = list(refusals), []

    class Gate(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append((time.monotonic(), dict(self.headers)))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if left:
                status, headers = left.pop(0)
                content = b""
            else:
                wanted = {name: self.headers[name] for name in ("Content-Type", "Accept")}
                reply = requests.post(ORDINARY + self.path, body, headers=wanted, timeout=30)
                status, content = reply.status_code, reply.content
                headers = {"Content-Type": reply.headers["Content-Type"]}
            self.send_response(status)
            for name, value in {**headers, "Content-Length": len(content)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Gate) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()


class Computing(unittest.TestCase):
    def setUp(self):
        self.service = Service(ORDINARY)
        self.given = self.service.inputs(seed=7)
        self.layer, self.source = layer_of(self.given), gradients_of(self.given)

    def test_the_numbers_are_those_that_json_has(self):
        body = {name: np.asarray(value).tolist() for name, value in self.layer.items()}
        body["include"] = ["cache", "steps"]
        text = requests.post(f"{ORDINARY}/v1/forward", json=body, timeout=30).json()
        reply = self.service.forward(**self.layer, include=["cache", "steps"])
        self.assertEqual(list(reply), list(text))
        for part in "steps", "cache":
            self.assertEqual(list(reply[part]), list(text[part]))
            for name, value in text[part].items():
                np.testing.assert_array_equal(reply[part][name], value)

    def test_a_cache_goes_back_as_it_came(self):
        cache = self.service.forward(**self.layer)["cache"]
        from_cache = self.service.backward(dout=self.given["dout"], cache=cache)
        from_x = self.service.backward(**self.source)
        for name in "dx", "dgamma", "dbeta":
            np.testing.assert_allclose(from_cache[name], from_x[name], rtol=1e-13, atol=1e-15)

    def test_what_has_no_axes_is_a_number_a_word_or_none(self):
        running = {"convention": "torch", "momentum": None}
        kept = self.service.forward(**self.layer, running=running)["running"]
        self.assertEqual((kept["convention"], kept["momentum"], kept["count"]), ("torch", None, 1))
        self.assertIsInstance(self.given["eps"], float)

    def test_warnings_are_a_list_and_empty_when_there_are_none(self):
        self.assertEqual(self.service.forward(**self.layer)["warnings"], [])
        constant = self.service.forward(x=np.ones((4, 3)))["warnings"]
        self.assertEqual([warning["code"] for warning in constant], ["constant-channel"])

    def test_float32_comes_back_as_float32(self):
        out = self.service.forward(x=np.float32(self.given["x"]), dtype="float32")["out"]
        self.assertEqual(out.dtype, np.float32)

    def test_reports_are_as_json_has_them(self):
        dx = self.service.backward(**self.source)["dx"]
        report = self.service.gradient_check(**self.source, claimed={"dx": dx})
        self.assertEqual((report["verdict"], report["warnings"]), ("passed", []))
        report = self.service.diagnose(**self.source, submitted={"dx": 2 * dx})
        self.assertEqual(report["firstWrong"], {"pass": "backward", "step": 0, "name": "dx"})

    def test_a_nan_is_judged(self):
        dx = np.full_like(self.given["x"], np.nan)
        report = self.service.diagnose(**self.source, submitted={"dx": dx})
        self.assertEqual(report["values"]["dx"]["verdict"], "not-finite")

    def test_ragged_rows_are_judged_and_lists_of_objects_are_understood(self):
        report = self.service.diagnose(**self.source, submitted={"dx": [[1, 2], [3]]})
        self.assertEqual(report["values"]["dx"]["verdict"], "shape")
        entries = [{"id": "ada", "submitted": {"dx": self.given["x"]}}]
        lines = self.service.call("grade/batch", "application/x-ndjson", inputs=self.source, submissions=entries)
        self.assertIn('"ada"', lines)

    def test_any_operation_can_be_called_and_text_comes_as_text(self):
        fields = {"inputs": self.source, "submitted": {"dx": self.given["x"]}}
        self.assertEqual(self.service.call("grade", JSON, **fields)["score"], 0)
        self.assertIn("dx", self.service.call("grade", "text/plain", **fields).split())
        self.assertTrue(self.service.figure(draw="values", **self.layer).startswith("<svg "))


class Refusing(unittest.TestCase):
    def test_a_problem_prints_each_field_that_is_wrong(self):
        with self.assertRaises(Problem) as caught:
            Service(ORDINARY).forward(x=[[1, 2], [3, np.nan]], gama=[1, 1])
        title, *errors = str(caught.exception).split("\n")
        self.assertEqual(title, "A field is not as it should be: 2 fields are not as they should be")
        self.assertEqual(errors, ["  #/x/1/1: is not a finite number", "  #/gama: no such field"])
        self.assertEqual(caught.exception.document["status"], 400)

    def test_ragged_rows_are_refused_by_the_service_which_knows_where(self):
        with self.assertRaisesRegex(Problem, "#/x/1"):
            Service(ORDINARY).forward(x=[[1, 2], [3]])

    def test_an_operation_that_is_not_there_is_a_problem(self):
        with self.assertRaises(Problem):
            Service(ORDINARY).call("fordward")

    def test_where_nobody_listens_the_address_is_named(self):
        with gate() as (address, _):
            pass
        with self.assertRaisesRegex(ConnectionError, f"no answer from {address}"):
            Service(address).inputs()

    def test_a_refusal_that_is_no_problem_document_is_an_error_too(self):
        with gate((502, {})) as (address, _), self.assertRaises(requests.HTTPError):
            Service(address).inputs()


class Waiting(unittest.TestCase):
    def test_it_tries_again_when_as_many_seconds_have_passed_as_retry_after_says(self):
        with gate((503, {"Retry-After": "1"}), (429, {"Retry-After": "0"})) as (address, seen):
            self.assertEqual(Service(address).inputs(seed=7)["seed"], 7)
        (first, _), (second, _), _ = seen
        self.assertGreaterEqual(second - first, 1)

    def test_it_tries_again_when_no_time_is_named(self):
        for status in 429, 503:
            with gate((status, {})) as (address, seen):
                self.assertEqual(Service(address).inputs(seed=7)["seed"], 7)
            self.assertEqual(len(seen), 2)

    def test_it_gives_up_after_as_many_retries_as_it_has(self):
        with gate(*[(503, {"Retry-After": "0"})] * 9) as (address, seen):
            with self.assertRaises(requests.HTTPError):
                Service(address, retries=2).inputs()
        self.assertEqual(len(seen), 3)

    def test_no_retry_after_keeps_it_waiting_for_long(self):
        class Impatience(Patience):
            LONGEST = 0.5

        for named, waited in ("3600", 0.5), ("Fri, 31 Dec 9999 23:59:59 GMT", 0.5), ("0", 0), (None, None):
            with self.subTest(named):
                headers = {} if named is None else {"Retry-After": named}
                response = type("Response", (), {"headers": headers})
                self.assertEqual(Impatience().get_retry_after(response), waited)

    def test_it_waits_for_a_service_that_is_busy(self):
        given = Service(ORDINARY).inputs(shape=[256, 250])

        def check(retries):
            try:
                return Service(BUSY, retries=retries).gradient_check(**gradients_of(given))["verdict"]
            except Problem as problem:
                return problem.document["code"]

        with ThreadPool(2) as pool:
            self.assertEqual(sorted(pool.map(check, [0, 0], 1)), ["busy", "passed"])
            self.assertEqual(pool.map(check, [20, 20], 1), ["passed", "passed"])


class Signing(unittest.TestCase):
    def test_a_key_goes_along_as_a_bearer_token_and_without_one_nothing_does(self):
        for key, sent in ("s3cret", "Bearer s3cret"), (None, None):
            with gate() as (address, seen):
                Service(address, key=key).inputs()
            self.assertEqual(seen[0][1].get("Authorization"), sent)


unittest.main(argv=sys.argv[:1])
