#!/bin/sh
# ruleid: configuration.secret-printed
echo "the token is $DEPLOY_TOKEN"
# ok: configuration.secret-printed
echo "$DEPLOY_TOKEN"
# ok: configuration.secret-printed
echo "token is in $TOKEN_FILE"
# ok: configuration.secret-printed
echo "password=$PASSWORD" > /etc/app.conf
