#!/bin/sh
# usage: tools/style.sh
#
# The parts of docs/style.md that a machine can check without a compiler, over the C files of
# server/ and tests/. Prints every fault as FILE:LINE: what, and fails if there is one. Layout is
# clang-format's business and is checked by: tools/test format
set -eu

cd "$(dirname "$0")/.."
faults=$(mktemp)
trap 'rm -f "$faults"' EXIT

# Bytes, not characters: mawk and gawk then count alike, and continuation bytes are left out below.
LC_ALL=C
export LC_ALL

# shellcheck disable=SC2016 # the $ belong to awk
find server tests -name node_modules -prune -o -type f -name '*.[ch]' -print | sort |
    xargs awk '
        function fault(text) { printf "%s:%d: %s\n", FILENAME, FNR, text }
        function close_file() {
            if (file != "" && lines > 600) {
                printf "%s:%d: file has %d lines, the limit is 600\n", file, lines, lines
            }
        }
        FNR == 1 { close_file(); file = FILENAME; in_function = 0 }
        {
            lines = FNR
            width = $0
            gsub(/[\200-\277]/, "", width)
            if (length(width) > 100) fault("line has " length(width) " columns, the limit is 100")
            if ($0 ~ /\t/) fault("tab")
            if ($0 ~ /[ \r]$/) fault("space or carriage return at the end of the line")
            if ($0 ~ /(^|[^A-Za-z0-9_])(strcpy|strcat|strncpy|strncat|v?sprintf|strtok|ato[il]l?|gets)[ ]*\(/)
                fault("banned function")
            if ($0 ~ /(TODO|FIXME)/ && $0 !~ /(TODO|FIXME)\(#[0-9]+\)/)
                fault("TODO or FIXME without an issue, as in TODO(#12)")
        }
        /^[A-Za-z_].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
        /^\{$/ { in_function = 1; start = FNR }
        /^\}$/ {
            if (in_function && FNR - start > 70)
                fault("function " name " has " FNR - start " lines, the limit is 70")
            in_function = 0
        }
        END { close_file() }
    ' >"$faults"

# A test in the wrong place would never be built.
find tests -path tests/node_modules -prune -o -type f -name 'test_*.c' -print | sort |
    while read -r file; do
        module=${file#tests/unit/}
        module=${module%/*}
        if [ ! -f "server/$module/CMakeLists.txt" ]; then
            echo "$file:1: not in tests/unit/<module>/, so it is not registered"
        fi
    done >>"$faults"

# A test function that is written but not in the table is caught by -Wunused-function; one that is
# there twice, or a test program without a table, is caught here.
find tests/unit -type f -name 'test_*.c' 2>/dev/null | sort | while read -r file; do
    grep -q 'cmocka_unit_test' "$file" || echo "$file:1: no cmocka_unit_test in a test program"
    sed -n 's/.*cmocka_unit_test[a-z_]*(\([A-Za-z0-9_]*\).*/\1/p' "$file" | sort | uniq -d |
        sed "s|^|$file:1: registered twice: |"
done >>"$faults"

if [ -s "$faults" ]; then
    cat "$faults" >&2
    echo "style: $(wc -l <"$faults") fault(s)" >&2
    exit 1
fi
echo "style: no faults"
