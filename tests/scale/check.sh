#!/usr/bin/env bash
#
# Does the cost of any operation grow faster than the number of phones? Runs `scale` with N and with
# 4 N phones, counts the instructions of each operation, and compares: four times as many, a little
# more for what sorts (n log n), and no more at all for what happens in one room while there are more
# others.
#
# usage: check.sh SCALE [N]    (256)
set -euo pipefail

scale=$1
n=${2:-256}
command -v valgrind >/dev/null || {
    echo "valgrind is not here; on Debian: apt-get install valgrind" >&2
    exit 1
}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# count PHONES: one line per operation with its name, what it may grow with and its instructions.
count() {
    local folder=$place/$1 part=0 name growth rest
    mkdir "$folder"
    valgrind --tool=callgrind --toggle-collect=measure --dump-after=measure \
        --callgrind-out-file="$folder/out" "$scale" "$1" >"$folder/list" 2>"$folder/said" || {
        cat "$folder/list" "$folder/said" >&2
        return 1
    }
    while read -r name growth rest; do
        part=$((part + 1))
        echo "$name $growth $(awk '$1 == "totals:" { print $2 }' "$folder/out.$part")"
    done <"$folder/list" >"$folder/counts"
}

count "$n" &
small=$!
count $((4 * n))
wait "$small"

paste -d ' ' "$place/$n/counts" "$place/$((4 * n))/counts" | awk -v n="$n" '
    BEGIN { printf "%-22s %14s %14s %7s\n", "instructions", n " phones", 4 * n " phones", "ratio" }
    {
        most = $2 == "nothing" ? 1.25 : 4.6
        ratio = $3 > 0 ? $6 / $3 : 0
        bad = $1 != $4 || ratio == 0 || ratio > most
        printf "%-22s %14d %14d %7.2f%s\n", $1, $3, $6, ratio, bad ? "  more than " most : ""
        failed += bad
    }
    END {
        if (NR == 0) { print "nothing was counted"; exit 1 }
        exit failed > 0
    }'
