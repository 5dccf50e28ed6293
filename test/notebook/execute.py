"""
Executes the notebook at sys.argv[1] in its own folder, and writes it with its fresh outputs to standard output: without
times, without what a machine or an editor adds. Where a cell raises, it ends with the traceback.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

path = Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
client = NotebookClient(
    notebook,
    kernel_name="python3",
    extra_arguments=["--log-level=ERROR"],
    resources={"metadata": {"path": str(path.parent)}},
    timeout=120,
    record_timing=False,
    coalesce_streams=True,
)
try:
    client.execute()
except CellExecutionError as error:
    sys.exit(str(error))

notebook.metadata = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
for cell in notebook.cells:
    cell.metadata = {}
nbformat.validate(notebook)
print(nbformat.writes(notebook))
