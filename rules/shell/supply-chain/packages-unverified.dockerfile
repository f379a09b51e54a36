FROM example.org/base:1
# ruleid: configuration.packages-unverified
RUN apt-get install -y --allow-unauthenticated tool
# ok: configuration.packages-unverified
RUN apt-get install -y tool
# ok: configuration.packages-unverified
RUN pip install --index-url https://example.org/simple tool
