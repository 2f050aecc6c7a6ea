# One helper per kind of target. A folder's CMakeLists.txt is its table of contents.

# hansa_library(name SOURCES a.cc b.cc DEPS libraries [PRIVATE_DEPS libraries]): a static library; without sources,
# headers only. The headers and flags of PRIVATE_DEPS stay inside.
function(hansa_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${arg_DEPS} PRIVATE ${arg_PRIVATE_DEPS} hansa_warnings)
    if(NOT arg_PRIVATE_DEPS)
      hansa_use_precompiled(${name} hansa_library_headers)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${arg_DEPS})
  endif()
endfunction()

# A program's own files are its command line, run once: optimising them is not worth a clean build's time.
set(HANSA_PROGRAM_OPTIONS $<$<CONFIG:Release>:-O1>)

# hansa_hot_files(a.cc ...): the loops over whole vectors, which are worth vector instructions in every preset.
function(hansa_hot_files)
  set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "-O3;-fno-math-errno" SKIP_PRECOMPILE_HEADERS ON)
endfunction()

# hansa_program(name SOURCES main.cc DEPS libraries): lands in <build>/bin.
function(hansa_program name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE HANSA_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${name} PRIVATE ${arg_DEPS} hansa_warnings)
  target_compile_options(${name} PRIVATE ${HANSA_PROGRAM_OPTIONS})
  hansa_use_precompiled(${name} hansa_program_headers)
  set_property(GLOBAL APPEND PROPERTY HANSA_PROGRAMS ${name})
endfunction()

# hansa_test(name LABEL unit SOURCES x_test.cc DEPS libraries [NEEDS programs]): one GoogleTest binary, one ctest
# entry per case. NEEDS names programs that the cases start as processes (found through HANSA_BIN_DIR).
function(hansa_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;DEPS;NEEDS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE HANSA_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             HANSA_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(${name} PRIVATE ${arg_DEPS} rapidcheck GTest::gmock GTest::gtest_main hansa_warnings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(arg_NEEDS)
    add_dependencies(${name} ${arg_NEEDS})
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
                       DISCOVERY_TIMEOUT 60)
endfunction()

# hansa_proto(name FILES a.proto ...): C++ from .proto files, generated at build time, without our warnings.
function(hansa_proto name)
  cmake_parse_arguments(arg "" "" "FILES" ${ARGN})
  set(out ${CMAKE_BINARY_DIR}/proto-gen)
  file(MAKE_DIRECTORY ${out})
  set(generated "")
  foreach(file IN LISTS arg_FILES)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    list(APPEND generated ${out}/${stem}.pb.cc)
    add_custom_command(
      OUTPUT ${out}/${stem}.pb.cc ${out}/${stem}.pb.h
      COMMAND protobuf::protoc --cpp_out=${out} -I ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/${file}
      DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} VERBATIM)
  endforeach()
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf)
endfunction()
