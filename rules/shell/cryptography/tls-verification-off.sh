#!/bin/sh
# ruleid: configuration.tls-verification-off
curl -fsSk https://example.org/a
# ruleid: configuration.tls-verification-off
export GIT_SSL_NO_VERIFY=true
# ok: configuration.tls-verification-off
curl -k https://localhost/health
# ok: configuration.tls-verification-off
curl -fsS https://example.org/a
