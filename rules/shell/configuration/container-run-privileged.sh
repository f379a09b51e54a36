#!/bin/sh
# ruleid: configuration.container-run-privileged
docker run -d --privileged example.org/web:1
# ok: configuration.container-run-privileged
docker run -d --cap-add NET_BIND_SERVICE example.org/web:1
