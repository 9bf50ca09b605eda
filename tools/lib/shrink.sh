# shellcheck shell=bash
#
# Looks for the smallest contest in which a fault of the simulator's still shows (tools/sim --shrink).
# What is left out changes everything that happens afterwards, so each smaller contest is played in
# several variants: the same rules, other chances. Whatever fails in the same way is the same fault,
# in a shorter trace; nothing else is claimed.

# What went wrong, without numbers and without the frame in which it was seen.
fault_of() {
    sed -n 's/^sim: //p' | head -n 1 | sed -E 's/^at [0-9]+ ms, life [0-9]+: //; s/\{.*//; s/[0-9]+/N/g'
}

# usage: play PROGRAM SEED WITHOUT PHONES VARIANT
play() {
    { JB_SIM_WITHOUT=$3 JB_SIM_PHONES=$4 JB_SIM_VARIANT=$5 "$1" --seed "$2" 3>&1 >/dev/null 2>&3 || true; }
}

# How many messages were exchanged before it went wrong.
trace_of() {
    { JB_SIM_TRACE=1 JB_SIM_WITHOUT=$3 JB_SIM_PHONES=$4 JB_SIM_VARIANT=$5 "$1" --seed "$2" 2>/dev/null || true; } | wc -l
}

# The first variant that fails like `fault`, in `found`; false: none does.
try() {
    local without=$1 phones=$2
    for ((found = 0; found < tries; found++)); do
        if [ "$(play "$program" "$seed" "$without" "$phones" "$found" | fault_of)" = "$fault" ]; then
            return 0
        fi
    done
    return 1
}

# usage: shrink PROGRAM SEED TRIES
shrink() {
    local program=$1 seed=$2 tries=$3 fault found best=0 without='' phones=0 word count longest
    fault=$(play "$program" "$seed" '' 0 0 | fault_of)
    if [ -z "$fault" ]; then
        echo "Seed $seed does not fail." >&2
        exit 1
    fi
    longest=$(trace_of "$program" "$seed" '' 0 0)
    echo "seed $seed: $fault"
    for word in trouble slow mischief desks; do
        if try "${without:+$without,}$word" "$phones"; then
            without=${without:+$without,}$word
            best=$found
        fi
    done
    for count in 1 2 3 5 8 13 21; do
        if try "$without" "$count"; then
            phones=$count
            best=$found
            break
        fi
    done
    count=$(trace_of "$program" "$seed" "$without" "$phones" "$best")
    if [ "$count" -ge "$longest" ]; then
        echo "Nothing shorter fails in the same way: $longest lines of trace."
        return
    fi
    echo "$longest lines of trace become $count; to read them:"
    echo "JB_SIM_TRACE=1 JB_SIM_WITHOUT=$without JB_SIM_PHONES=$phones JB_SIM_VARIANT=$best $program --seed $seed"
}
