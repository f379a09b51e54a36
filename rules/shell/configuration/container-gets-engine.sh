#!/bin/sh
# ruleid: configuration.container-gets-engine
docker run -v /var/run/docker.sock:/var/run/docker.sock tool
# ruleid: configuration.container-gets-engine
docker run --rm --volume=/run/docker.sock:/run/docker.sock tool
# ok: configuration.container-gets-engine
docker run -v /var/run/app:/var/run/app tool
# ok: configuration.container-gets-engine
docker run tool
