FROM example.org/base:1
# ruleid: configuration.remote-script
RUN curl -fsS https://example.org/install | bash -
# ok: configuration.remote-script
RUN curl -fsS https://example.org/tool.tgz | tar xz
