"""One uvicorn process on a free port of the loopback, with uvloop and httptools and no access log."""

import socket

import uvicorn


def listen(app):
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{server.getsockname()[1]}", flush=True)
    config = uvicorn.Config(
        app, loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )
    uvicorn.Server(config).run(sockets=[server])
