FROM example.org/build:1 AS build
# ok: configuration.docker-user-removed
USER builder
RUN make
FROM example.org/base:1
# ruleid: configuration.docker-user-removed
USER app
