FROM example.org/base:1
# ruleid: configuration.docker-user-root
USER root
RUN make
# ok: configuration.docker-user-root
USER app
