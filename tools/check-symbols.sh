#!/bin/sh
# usage: check-symbols.sh ALLOWED PURE.a LIBRARY.a
#
# Fails if the archive PURE.a, together with those members of LIBRARY.a that it pulls in, needs a
# symbol that is not in the file ALLOWED. A member of LIBRARY.a that defines an allowed symbol is
# left out of the link first: the symbol is allowed, so what stands behind it is not judged.
set -eu

allowed=$1
pure=$2
library=$3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

grep -v '^#' "$allowed" | sort -u >"$tmp/allowed"
cp "$library" "$tmp/library.a"
nm -A --defined-only --extern-only --format=posix "$library" |
    sed -n 's/^.*\[\(.*\)\]: \([^ ]*\) .*$/\2 \1/p' | sort >"$tmp/defined"
join -o 2.2 "$tmp/allowed" "$tmp/defined" | sort -u >"$tmp/behind"
while read -r member; do
    ar d "$tmp/library.a" "$member"
done <"$tmp/behind"

ld -r -o "$tmp/whole.o" --whole-archive "$pure" --no-whole-archive "$tmp/library.a"
nm --undefined-only --format=posix "$tmp/whole.o" | awk '{print $1}' | sort -u >"$tmp/needed"
comm -23 "$tmp/needed" "$tmp/allowed" >"$tmp/bad"
if [ -s "$tmp/bad" ]; then
    echo "symbols the engine must not need, and the objects that ask for them:" >&2
    while read -r symbol; do
        echo "  $symbol" >&2
        nm -A --undefined-only --format=posix "$pure" "$library" |
            awk -v s="$symbol" '$2 == s { print "    " $1 }' >&2
    done <"$tmp/bad"
    exit 1
fi
echo "the engine needs only: $(tr '\n' ' ' <"$tmp/needed")"
