# Compiler settings that hold for every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# The rounds replay to the same bits: no contraction or reassociation of floating-point arithmetic.
add_compile_options(-ffp-contract=off -fno-fast-math)

add_library(hansa_warnings INTERFACE)
target_compile_options(hansa_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wno-missing-field-initializers)
# GCC 12 sees short strings that are moved as read out of bounds once it has inlined enough (GCC bug 105329 and its kin).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(hansa_warnings INTERFACE
                         "$<$<CONFIG:Release>:-Wno-array-bounds;-Wno-stringop-overread>")
endif()
if(HANSA_WERROR)
  target_compile_options(hansa_warnings INTERFACE -Werror)
endif()

set(HANSA_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")
if(HANSA_SANITIZE)
  add_compile_options(-fsanitize=${HANSA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_compile_definitions(HANSA_SANITIZED=1)
  # GCC sees uninitialised values in <regex> when sanitizers are on (GCC PR 105562).
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(HANSA_SANITIZE STREQUAL "thread")
    # With it protobuf's headers (map_field.h) add members that the packaged library does not have.
    # libstdc++ derives from it the macro that shared_ptr looks at.
    add_compile_options(-U__SANITIZE_THREAD__ -D_GLIBCXX_TSAN=1)
  endif()
  add_link_options(-fsanitize=${HANSA_SANITIZE})
endif()

if(HANSA_FUZZER)
  add_compile_options(-fsanitize=fuzzer-no-link)  # coverage for libFuzzer; its main is linked by the targets
endif()

find_program(HANSA_CCACHE ccache)
if(HANSA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HANSA_CCACHE})
endif()

find_program(HANSA_MOLD mold)
if(HANSA_MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 12)
  add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,--as-needed)

if(HANSA_STOP_POINTS)
  add_compile_definitions(HANSA_STOP_POINTS=1)
endif()
if(HANSA_PLANTED_BUGS)
  add_compile_definitions(HANSA_PLANTED_BUGS=1)
endif()
