#!/bin/sh
# ruleid: configuration.secret-in-process-list
sshpass -p "$DEPLOY" ssh example.org
# ruleid: configuration.secret-in-process-list
curl -u deploy:hunter2prod https://example.org/
# ok: configuration.secret-in-process-list
echo "$DEPLOY_TOKEN" | docker login --password-stdin
