#!/bin/sh
# ruleid: configuration.remove-below-variable
rm -rf "$BUILD"/*
# ok: configuration.remove-below-variable
rm -rf "${BUILD:?}"/*
# ok: configuration.remove-below-variable
rm -rf "$BUILD/out"
