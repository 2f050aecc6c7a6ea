# Headers that most files read, compiled once (a third of a clean build's time). The presets release and fuzz do so:
# elsewhere every file must name what it uses. The flags must be the same on both sides, so libraries and programs have a
# set each, and a library with PRIVATE_DEPS takes none.
option(HANSA_PRECOMPILE "Precompile the common headers" OFF)

set(HANSA_COMMON_HEADERS <algorithm> <filesystem> <map> <memory> <optional> <span> <string> <variant> <vector>
    <common/base/result.h> <common/base/text.h> <hansa/v1/wire.pb.h>)

function(hansa_precompiled name)
  cmake_parse_arguments(arg "" "" "HEADERS;DEPS;OPTIONS" ${ARGN})
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc CONTENT "")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_DEPS})
  target_compile_options(${name} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

if(HANSA_PRECOMPILE)
  hansa_precompiled(hansa_library_headers HEADERS ${HANSA_COMMON_HEADERS} DEPS hansa_proto_v1)
  hansa_precompiled(hansa_program_headers
    HEADERS ${HANSA_COMMON_HEADERS} <CLI/App.hpp> <nlohmann/json.hpp>
    DEPS hansa_proto_v1 CLI11::CLI11 nlohmann_json::nlohmann_json
    OPTIONS -fPIE ${HANSA_PROGRAM_OPTIONS})
  set_target_properties(hansa_program_headers PROPERTIES POSITION_INDEPENDENT_CODE OFF)
endif()

# Lets a target use what hansa_precompiled(headers) made.
function(hansa_use_precompiled name headers)
  if(TARGET ${headers})
    target_precompile_headers(${name} REUSE_FROM ${headers})
  endif()
endfunction()
