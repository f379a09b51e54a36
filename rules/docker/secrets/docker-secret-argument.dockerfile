FROM example.org/base:1
# ruleid: configuration.docker-secret-argument
ARG NPM_TOKEN
# ok: configuration.docker-secret-argument
ARG VERSION
# ok: configuration.docker-secret-argument
ARG TOKEN_URL
