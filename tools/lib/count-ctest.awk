# Reads ctest's LastTest.log and prints "PASSED FAILED SKIPPED", counting test cases: for a cmocka
# program the cases it reports, for any other program the program itself. A program that failed
# without reporting a failed case (it crashed, leaked or ran out of time) counts as one failure more.

# "[  PASSED  ] 3 test(s)." in cmocka 1.1.5; later ones name the group: "[  FAILED  ] x: 1 test(s), ..."
function cases(    i) {
    for (i = 4; i <= NF; i++) {
        if ($i ~ /^test\(s\)/) {
            return $(i - 1)
        }
    }
    return 0
}

/^[0-9]+\/[0-9]+ Testing: / { passed = failed = skipped = groups = 0; open = 1 }
/^\[  PASSED  \] .*[0-9] test\(s\)/ { passed += cases(); groups++ }
/^\[  FAILED  \] .*[0-9] test\(s\)/ { failed += cases() }
/^\[  SKIPPED \] .*[0-9] test\(s\)/ { skipped += cases() }
open && /^Test [A-Z][A-Za-z ]*\.$/ {
    good = /^Test Passed/
    if (!groups) {
        passed = good
        failed = !good
    } else if (!good && !failed) {
        failed = 1
    }
    all_passed += passed
    all_failed += failed
    all_skipped += skipped
    open = 0
}
END { printf "%d %d %d\n", all_passed, all_failed, all_skipped }
