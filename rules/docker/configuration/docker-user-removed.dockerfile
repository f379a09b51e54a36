FROM example.org/build:1 AS build
RUN make
FROM example.org/base:1
# ok: configuration.docker-user-removed
COPY --from=build /out /out
