FROM example.org/base:1
# ruleid: configuration.docker-secret
ENV MODE=production DB_PASSWORD=hunter2prod
# ok: configuration.docker-secret
ENV DB_PASSWORD_FILE=/run/secrets/db
# ok: configuration.docker-secret
ENV API_TOKEN=$TOKEN
