"""
Runs the Python blocks of one document as one program.

Reads {"page": name, "blocks": [{"line": number, "code": text}]} from standard input, and writes one
{"printed": text, "error": text or null} per block that was run; nothing is run after an error.
"""

import contextlib
import io
import json
import linecache
import sys
import traceback

document = json.load(sys.stdin)
page = document["page"]
namespace = {"__name__": "__main__"}
source = []
results = []

for block in document["blocks"]:
    # As many empty lines before the code as the document has lines, so that a traceback names the document's.
    source += [""] * (block["line"] - 1 - len(source)) + block["code"].split("\n")
    linecache.cache[page] = (0, None, [line + "\n" for line in source], page)
    error = None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile("\n" * (block["line"] - 1) + block["code"], page, "exec"), namespace)
        except Exception:
            error = traceback.format_exc()
    results.append({"printed": printed.getvalue().rstrip("\n"), "error": error})
    if error:
        break

json.dump(results, sys.stdout)
