# shellcheck shell=bash
# Sourced by tools/run, tools/test and their helpers: where things are, how to speak, how to fail.

JB_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
JB_CACHE=$JB_ROOT/.cache
JB_LOGS=$JB_ROOT/build/logs
export JB_ROOT JB_CACHE JB_LOGS

say() {
    printf '==> %s\n' "$*"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# step TEXT SECONDS COMMAND...: says TEXT, runs COMMAND with its output in a log, and shows the end
# of the log if it fails or takes longer than SECONDS. With 0 seconds there is no limit, and COMMAND
# may be a function. Returns the command's status.
step() {
    local text=$1 seconds=$2 log status=0
    shift 2
    log=$JB_LOGS/$(printf '%s' "$text" | tr -cs 'A-Za-z0-9' '-' | cut -c1-60).log
    mkdir -p "$JB_LOGS"
    say "$text"
    if [ "$seconds" -eq 0 ]; then
        "$@" >"$log" 2>&1 </dev/null || status=$?
    else
        timeout --kill-after=10 "$seconds" "$@" >"$log" 2>&1 </dev/null || status=$?
    fi
    if [ "$status" -ne 0 ]; then
        tail -n 60 "$log" >&2
        if [ "$status" -eq 124 ]; then
            printf '%s: stopped after %s seconds\n' "$text" "$seconds" >&2
        fi
        printf '%s: failed; all of its output is in %s\n' "$text" "${log#"$JB_ROOT"/}" >&2
    fi
    return "$status"
}
