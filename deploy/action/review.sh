#!/usr/bin/env bash
# What action.yml runs: brings the history that the pull request's base needs, reviews, and hands the results over.
# The base itself is found by `patchwarden review` from GITHUB_EVENT_PATH and GITHUB_BASE_REF.
# Exit code 0 means that there is a review; its verdict is the output `exit-code`.
set -euo pipefail

cd "${GITHUB_WORKSPACE:?is set by GitHub Actions}"
place="${RUNNER_TEMP:-$(mktemp -d)}"
sarif="$place/patchwarden.sarif"
python="${PATCHWARDEN_PYTHON:-python3}"

fail() {
  echo "::error title=Patchwarden::$1"
  exit 2
}

if [ "${PATCHWARDEN_ACTION_INSTALL:-true}" = true ]; then
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed: put actions/setup-python before this step"
  "$python" -m venv "$place/patchwarden"
  "$place/patchwarden/bin/pip" install --quiet --disable-pip-version-check \
    "${PATCHWARDEN_ACTION_SOURCE:?is the folder of the action}"
  PATH="$place/patchwarden/bin:$PATH"
fi

git rev-parse --is-inside-work-tree >/dev/null 2>&1 ||
  fail "there is no repository in $GITHUB_WORKSPACE: put actions/checkout before this step"

known() { git rev-parse -q --verify "$1^{commit}" >/dev/null 2>&1; }

# actions/checkout brings one commit. Of a merge that GitHub made for the pull request its parents are enough; of any
# other commit it takes the history back to where the branches parted.
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  git fetch --quiet --no-tags --deepen=1 origin "$(git rev-parse HEAD)" || true
  if ! known 'HEAD^2' || ! known 'HEAD^1'; then
    echo "The clone is shallow: fetching the history (fetch-depth: 0 for actions/checkout does it at once)"
    branch="${GITHUB_BASE_REF:-}"
    git fetch --quiet --no-tags --unshallow origin ${branch:+"+refs/heads/$branch:refs/remotes/origin/$branch"} ||
      fail "the clone is shallow and its history cannot be fetched: give actions/checkout fetch-depth: 0"
  fi
fi

arguments=(--sarif "$sarif" --category "${PATCHWARDEN_ACTION_CATEGORY:-patchwarden}")
[ -z "${PATCHWARDEN_ACTION_FAIL_ON:-}" ] || arguments+=(--fail-on "$PATCHWARDEN_ACTION_FAIL_ON")
[ "${PATCHWARDEN_ACTION_ALLOW_INCOMPLETE:-false}" != true ] || arguments+=(--allow-incomplete)
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || arguments+=(--markdown "$GITHUB_STEP_SUMMARY")

# What a change says must not be read as a command to the runner, which looks for `::` at the start of each line.
token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
echo "::stop-commands::$token"
code=0
patchwarden review --color always "${arguments[@]}" || code=$?
echo
echo "::$token::"

[ -s "$sarif" ] || fail "no review was made; the reason stands above"
{
  echo "sarif=$sarif"
  echo "exit-code=$code"
} >>"${GITHUB_OUTPUT:-/dev/null}"
