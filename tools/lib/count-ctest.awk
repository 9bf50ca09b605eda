# Reads ctest's LastTest.log and prints "PASSED FAILED SKIPPED", counting test cases: for a cmocka
# program the cases it reports, for any other program the program itself. A program that failed
# without reporting a failed case (it crashed, leaked or ran out of time) counts as one failure more.
/^[0-9]+\/[0-9]+ Testing: / { passed = failed = skipped = groups = 0; open = 1 }
/^\[  PASSED  \] [0-9]+ test\(s\)/ { passed += $4; groups++ }
/^\[  FAILED  \] [0-9]+ test\(s\)/ { failed += $4 }
/^\[  SKIPPED \] [0-9]+ test\(s\)/ { skipped += $4 }
open && /^Test (Passed|Failed|Skipped|Timeout|Not Run)|^Test time = / {
    if ($0 ~ /^Test time/) next
    good = $0 ~ /^Test Passed/
    if ($0 ~ /^Test Skipped/) skipped++
    else if (!groups) { passed = good; failed = !good }
    else if (!good && !failed) failed = 1
    p += passed; f += failed; s += skipped; open = 0
}
END { printf "%d %d %d\n", p, f, s }
