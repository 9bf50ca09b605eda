#!/usr/bin/env bash
#
# usage: suites.sh SUITE RESULT
#
# Runs one suite; called by tools/test, which limits its time. Keeps "PASSED FAILED SKIPPED" in the
# file RESULT after every part, so that what was counted is known even if the suite is stopped.
# A suite that finds nothing to run fails.
set -uo pipefail
# shellcheck source=tools/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/lib/setup.sh
. "$JB_ROOT/tools/lib/setup.sh"

suite=$1
result=$2
passed=0
failed=0
skipped=0

count() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
    printf '%d %d %d\n' "$passed" "$failed" "$skipped" >"$result"
}

# check TEXT COMMAND...: a part that counts as one check.
check() {
    if step "$1" 0 "${@:2}"; then
        count 1 0 0
    else
        count 0 1 0
        return 1
    fi
}

# fail TEXT: a failure that no tool counted.
fail() {
    printf '%s: %s\n' "$suite" "$1" >&2
    count 0 1 0
}

skip() {
    printf '%s: skipped: %s\n' "$suite" "$1"
    count 0 0 1
}

# --- C

# Some kernels place memory more randomly than the sanitizers of gcc 12 and clang 14 can bear.
fixed_addresses() {
    if setarch -R true 2>/dev/null; then
        setarch -R "$@"
    else
        "$@"
    fi
}

# ctest_preset PRESET [CTEST OPTION...]: builds, runs the tests, counts their cases.
ctest_preset() {
    local preset=$1 log numbers status=0
    shift
    if ! build_preset "$preset" 0; then
        fail "the build failed"
        return
    fi
    log=$JB_ROOT/build/$preset/Testing/Temporary/LastTest.log
    rm -f "$log"
    fixed_addresses ctest --preset "$preset" "$@" </dev/null || status=$?
    numbers=$(awk -f "$JB_ROOT/tools/lib/count-ctest.awk" "$log" 2>/dev/null || echo 0 0 0)
    # shellcheck disable=SC2086 # three numbers
    count $numbers
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        fail "ctest ended with status $status"
    elif [ "$((passed + failed))" -eq 0 ]; then
        fail "there are no tests"
    fi
}

suite_unit_gcc() {
    ctest_preset dev
}

suite_unit_clang() {
    ctest_preset clang --label-regex '^unit$'
}

# whole_contest PRESET SANITIZER: two contests against the server that ctest_preset has built.
whole_contest() {
    JINBANG_BIN=$JB_ROOT/build/$1/server/app/jinbang JB_SANITIZER=$2 node_tests tests/sanitize
}

suite_unit_asan() {
    ctest_preset asan --label-regex '^(unit|sim|fuzz)$'
    whole_contest asan address
}

# The simulation and the corpora have one thread: there is nothing to find in them.
suite_tsan() {
    ctest_preset tsan --label-regex '^unit$'
    whole_contest tsan thread
}

suite_tidy() {
    check "Configuring tidy" cmake --preset tidy -DJB_STRICT=ON &&
        check "clang-tidy over every file" cmake --build build/tidy -- -k 0
}

# The layout is defined by one version of clang-format: others break lines differently.
clang_format_14() {
    local name
    for name in clang-format-14 clang-format; do
        if "$name" --version 2>/dev/null | grep -q 'version 14\.'; then
            echo "$name"
            return
        fi
    done
}

suite_format() {
    local formatter
    local -a sources scripts
    mapfile -t sources < <(find server tests -name node_modules -prune -o \
        -type f -name '*.[ch]' -print | sort)
    mapfile -t scripts < <(grep -lE '^#!/(bin/sh|usr/bin/env bash)|^# shellcheck shell=' \
        -r tools .ci | sort)
    formatter=$(clang_format_14)
    if [ -n "$formatter" ]; then
        check "clang-format over ${#sources[@]} files" \
            "$formatter" --dry-run -Werror "${sources[@]}"
    else
        skip "clang-format 14 is not in this Debian, and other versions lay out differently"
    fi
    check "shellcheck over ${#scripts[@]} scripts" shellcheck -x "${scripts[@]}"
}

# --- Clients and everything run by Node

# count_vitest FILE: adds what vitest's JSON report says. A file that could not be loaded has no
# cases and is counted as one failure.
count_vitest() {
    local numbers
    numbers=$(node -e '
        const r = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
        const broken = r.testResults.filter(
            f => f.status === "failed" && !f.assertionResults.some(a => a.status === "failed"))
        console.log(r.numPassedTests, r.numFailedTests + broken.length,
            r.numPendingTests + r.numTodoTests)
    ' "$1") || numbers="0 1 0"
    # shellcheck disable=SC2086 # three numbers
    count $numbers
}

suite_clients() {
    local report=$JB_LOGS/vitest.json status=0 before
    mkdir -p "$JB_LOGS"
    rm -f "$report"
    check "Checking the types of the clients" npm --prefix clients run check
    before=$((passed + failed))
    npm --prefix clients run test -- --reporter=default --reporter=json \
        --outputFile.json="$report" </dev/null || status=$?
    if [ -f "$report" ]; then
        count_vitest "$report"
    fi
    if [ "$((passed + failed))" -eq "$before" ]; then
        fail "vitest ran no tests (status $status)"
    elif [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        fail "vitest ended with status $status"
    fi
    if check "Building the web clients anew" npm --prefix clients run build; then
        clients_are_built
        check "Weighing the pages" npm --prefix clients run weigh
    fi
}

# node_tests FOLDER [NODE OPTION...]
node_tests() {
    local folder=$1 log=$JB_LOGS/$suite.tap status=0 before=$((passed + failed))
    local -a files
    shift
    mapfile -t files < <(find "$folder" -name node_modules -prune -o -type f \
        \( -name '*.test.mjs' -o -name '*.test.js' -o -name 'test-*.mjs' -o -name 'test-*.js' \) \
        -print 2>/dev/null | sort)
    if [ "${#files[@]}" -eq 0 ]; then
        fail "there are no *.test.mjs files in $folder"
        return
    fi
    mkdir -p "$JB_LOGS"
    fixed_addresses node --test "$@" --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$log" "${files[@]}" </dev/null || status=$?
    # shellcheck disable=SC2046 # three numbers
    count $(awk '
        /^# pass [0-9]+$/ { p += $3 }
        /^# (fail|cancelled) [0-9]+$/ { f += $3 }
        /^# (skipped|todo) [0-9]+$/ { s += $3 }
        END { printf "%d %d %d", p, f, s }' "$log")
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        fail "node ended with status $status"
    elif [ "$((passed + failed))" -eq "$before" ]; then
        fail "no test ran in $folder"
    fi
}

# The program that the following suites test: what tools/run would start.
need_server() {
    if ! build_clients || ! build_preset release 0; then
        fail "the server could not be built"
        return 1
    fi
    JINBANG_BIN=$JB_SERVER
    export JINBANG_BIN
}

suite_content() {
    node_tests tests/content
}

suite_integration() {
    need_server || return
    # bench.test.mjs plays a tiny bench, with the bench's own programs.
    step "Building the bench" 0 cmake --build build/release --target bench ||
        fail "the bench could not be built"
    node_tests tests/integration
}

suite_e2e() {
    CHROME=$(find_chrome) || {
        fail "there is no chromium-headless-shell"
        return
    }
    export CHROME
    # One browser at a time: two only fight for the processor.
    need_server && node_tests tests/e2e --test-concurrency=1
}

cd "$JB_ROOT" || exit 1
# The output goes to logs, where colours are noise.
export NO_COLOR=1
use_fetched_node
printf '0 0 0\n' >"$result"
"suite_${suite//-/_}"
[ "$failed" -eq 0 ]
