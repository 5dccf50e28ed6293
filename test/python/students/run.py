"""
Runs every program of this folder on inputs of the service at sys.argv[1], has what it returns diagnosed, and says
where the service is mistaken: about the first wrong value, about the cause, or about code that is right.
"""

import sys
import threading
from collections import Counter
from multiprocessing.pool import ThreadPool

sys.path.insert(0, __file__.rpartition("/")[0])

import numpy as np
import requests

from images import spatial
from inputs import as_arrays, costly, drawn
from mistakes_backward import BACKWARD
from mistakes_forward import FORWARD
from mistakes_running import RUNNING
from right import RIGHT

VALUES = """mu xmu sq var sqrtvar ivar xhat gammax out running_mean running_var dbeta dgammax dgamma dxhat divar dxmu1
dsqrtvar dvar dsq dxmu2 dx1 dmu dx2 dx""".split()
FINALS = ("out", "running_mean", "running_var", "dx", "dgamma", "dbeta")

here = threading.local()


def ask(path, body):
    if not hasattr(here, "session"):
        here.session = requests.Session()
    reply = here.session.post(sys.argv[1] + path, json=body, timeout=30)
    if not reply.ok:
        raise RuntimeError(f"{path} answered {reply.status_code}: {reply.text[:500]}")
    return reply.json()


def returned(program, purpose, given):
    """What the program returns, as it is submitted; None when it ends with an error."""
    on_images = spatial(program) if purpose == "images" else program
    try:
        with np.errstate(all="ignore"):
            made = on_images(**as_arrays(given))
    except ValueError:
        return None
    return {name: np.asarray(made[name]).tolist() for name in VALUES if name in made}


def finals_of(values):
    return {name: value for name, value in values.items() if name in FINALS}


def diagnosed(given, submitted):
    return ask("/v1/diagnose", {**given, "submitted": submitted})


def named_in(reply, names):
    """How a mistake is named: alone and first, first in a group with others, or not."""
    first = reply["causes"][0]["id"] if reply["causes"] else None
    if not names:
        return "exactly" if first is None else "not"
    groups = [group["alternatives"] for group in reply["groups"]]
    shared = next((group for group in groups if any(first in each for each in group)), None)
    if shared is None:
        return "exactly" if first in names else "not"
    return "in a group" if any([name] in shared for name in names) else "not"


def faults_of_mistake(case):
    mistake, purpose, given = case
    values = returned(mistake.program, purpose, given)
    if values is None:
        return None
    faults, ways = [], []
    for what, submitted in (("every value", values), ("final values", finals_of(values))):
        reply = diagnosed(given, submitted)
        causes = [cause["id"] for cause in reply["causes"]]
        seen = f"first wrong {reply['firstWrong']}, causes {causes}, groups {[g['alternatives'] for g in reply['groups']]}"
        if what == "final values" and mistake.silent:
            if reply["verdict"] != "correct":
                faults.append(f"{what} are right, and came out as {reply['verdict']}: {seen}")
            continue
        names = mistake.named if what == "every value" or mistake.finals is None else mistake.finals
        way = named_in(reply, names)
        ways.append((what, way))
        if way == "not":
            faults.append(f"{what}: not named: {seen}")
        if what == "every value" and (reply["firstWrong"] or {}).get("name") != mistake.at:
            faults.append(f"{what}: another value is the first wrong one: {seen}")
    return [f"{mistake.title}, {purpose} {shape_of(given)}: {fault}" for fault in faults], ways


def faults_of_right(case):
    title, program, purpose, given = case
    values = returned(program, purpose, given)
    faults = []
    for submitted in (values, finals_of(values)):
        reply = diagnosed(given, submitted)
        if reply["verdict"] == "wrong" or reply["causes"]:
            bad = {name: each for name, each in reply["values"].items() if each["verdict"] not in ("correct", "precision", "missing")}
            faults.append(f"{title}, {purpose} {shape_of(given)}: {reply['firstWrong']}, {[c['id'] for c in reply['causes']]} {bad}")
    return faults


def shape_of(given):
    return "x".join(map(str, np.shape(given["x"])))


inputs = drawn(lambda asked: ask("/v1/inputs", asked))
mistakes = [*FORWARD, *RUNNING, *BACKWARD]
wrong = [(each, purpose, given) for each in mistakes for purpose in each.on for given in inputs[purpose]]
right = [
    (title, program, purpose, given)
    for title, (program, purposes) in RIGHT.items()
    for purpose in purposes
    for given in [*inputs[purpose], *(costly() if purpose == "rows" else [])]
]

with ThreadPool(4) as pool:
    results = pool.map(faults_of_mistake, wrong, 1)
    accusations = pool.map(faults_of_right, right, 1)

ran = [result for result in results if result is not None]
faults = [fault for found, _ in ran for fault in found] + [fault for found in accusations for fault in found]
counts = Counter(way for _, ways in ran for way in ways)
for fault in faults:
    print(fault, file=sys.stderr)
for what in ("every value", "final values"):
    named = ", ".join(f"{counts[what, way]} {way}" for way in ("exactly", "in a group", "not"))
    print(f"students: of {len(mistakes)} mistakes, {what}: named {named}")
print(f"students: {len(RIGHT)} right programs on {len(right)} inputs: {sum(map(len, accusations))} accused")
print(f"students: {len(results) - len(ran)} runs ended with an error of their own")
sys.exit(1 if faults else 0)
