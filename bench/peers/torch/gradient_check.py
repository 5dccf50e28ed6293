"""
torch.autograd.gradcheck(fast_mode=True) of its own batch normalization in float64; reads {n, d, eps, times}, answers the
milliseconds of each run.
"""

import json
import sys
import time

import torch

request = json.load(sys.stdin)
n, d = request["n"], request["d"]
torch.manual_seed(231)
x = (torch.randn(n, d, dtype=torch.float64) * 2 + 1).requires_grad_()
gamma = (torch.randn(d, dtype=torch.float64) * 0.3 + 1).requires_grad_()
beta = torch.randn(d, dtype=torch.float64).requires_grad_()


def forward(x, gamma, beta):
    return torch.nn.functional.batch_norm(x, None, None, gamma, beta, True, 0.1, request["eps"])


took = []
for _ in range(request["times"]):
    start = time.perf_counter()
    assert torch.autograd.gradcheck(forward, (x, gamma, beta), fast_mode=True)
    took.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"ms": took}))
