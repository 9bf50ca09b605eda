#!/bin/sh
# usage: tools/check-formats.sh
#
# Fails if the server names a format anywhere but where formats are defined: the enum (rules.h) and
# the table of rows (format.c). Everybody else asks the row (jinbang/format.h), so that a new format
# touches one place. Prints every fault as FILE:LINE: what stands there.
set -eu

cd "$(dirname "$0")/.."
enum=server/engine/include/jinbang/rules.h
rows=server/engine/format.c

# What the enum defines, without the count; a rename must not leave this check looking for nothing.
names=$(sed -n 's/^ *\(JB_FORMAT_[A-Z]*\)\(,.*\)*$/\1/p' "$enum" | grep -v '^JB_FORMAT_COUNT$')
count=$(echo "$names" | wc -l)
for name in $names; do
    if ! grep -q "\[$name\]" "$rows"; then
        echo "$rows: no row for $name" >&2
        exit 1
    fi
done
if [ "$count" -lt 2 ]; then
    echo "$enum: no formats found" >&2
    exit 1
fi

pattern=$(echo "$names" | paste -s -d '|')
faults=$(find server -name '*.[ch]' ! -path "$enum" ! -path "$rows" -exec grep -nwE "$pattern" /dev/null {} + || true)
if [ -n "$faults" ]; then
    echo "$faults" >&2
    echo "formats: ask the row for a trait (jinbang/format.h) instead of naming a format" >&2
    exit 1
fi
echo "formats: $count rows, named nowhere else"
