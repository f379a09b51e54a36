#!/bin/sh
# ruleid: configuration.input-evaluated
eval "git checkout $CI_COMMIT_REF_NAME"
# ok: configuration.input-evaluated
git checkout "$CI_COMMIT_REF_NAME"
# ok: configuration.input-evaluated
eval "$(ssh-agent -s)"
