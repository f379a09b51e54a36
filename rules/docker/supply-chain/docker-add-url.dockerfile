FROM example.org/base:1
# ruleid: configuration.docker-add-url
ADD http://example.org/tool.tar /opt/
# ok: configuration.docker-add-url
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://example.org/a.tar /opt/
# ok: configuration.docker-add-url
ADD https://example.org/tool.tar /opt/
