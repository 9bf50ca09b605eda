# jb_options: what every C file of ours is compiled and linked with.
include(CheckCCompilerFlag)

set(JB_SANITIZE "" CACHE STRING "value for -fsanitize=, empty for none")
option(JB_COVERAGE "instrument for gcov" OFF)

set(jb_warnings
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wpointer-arith -Wcast-qual
  -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wswitch-enum -Wimplicit-fallthrough
  -Wnull-dereference -Wdouble-promotion)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  list(APPEND jb_warnings
    -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wjump-misses-init)
endif()
if(JB_WERROR)
  list(APPEND jb_warnings -Werror)
endif()

# Hardening. The last two depend on compiler and processor, so they are asked for, not assumed.
set(jb_hardening -fno-common -fstack-protector-strong)
foreach(flag IN ITEMS -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "JB_HAS${flag}" known)
  check_c_compiler_flag(${flag} ${known})
  if(${known})
    list(APPEND jb_hardening ${flag})
  endif()
endforeach()
if(NOT JB_SANITIZE)
  list(APPEND jb_hardening
    "$<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2>")
endif()

add_library(jb_options INTERFACE)
target_compile_definitions(jb_options INTERFACE
  $<$<COMPILE_LANGUAGE:C>:_POSIX_C_SOURCE=200809L;JB_VERSION="${PROJECT_VERSION}">)
target_compile_options(jb_options INTERFACE
  "$<$<COMPILE_LANGUAGE:C>:${jb_warnings};${jb_hardening}>"
  # __FILE__ in assertions and logs starts at the project, wherever it was built.
  -fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=)
target_link_options(jb_options INTERFACE
  LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:--as-needed)

if(JB_SANITIZE)
  target_compile_options(jb_options INTERFACE
    -fsanitize=${JB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(jb_options INTERFACE -fsanitize=${JB_SANITIZE})
endif()
if(JB_COVERAGE)
  # Loop and writer thread count in the same counters.
  target_compile_options(jb_options INTERFACE --coverage -O0 -fprofile-abs-path -fprofile-update=atomic)
  target_link_options(jb_options INTERFACE --coverage)
endif()
