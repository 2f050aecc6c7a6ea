# Every library that Hansa uses, named once. cmake/packages.txt (and packages-tests.txt) name the Debian packages that hold them.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(mimalloc REQUIRED)
find_package(tinyxml2 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ZMQ REQUIRED IMPORTED_TARGET libzmq)  # cppzmq is a header beside it
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)  # libzmq's own; Ed25519 in half of OpenSSL's time

find_package(benchmark QUIET)  # hansa-micro is built where it is: no user needs it
if(HANSA_TESTS)
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
endif()

if(HANSA_TORCH)
  pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)  # the fence of a trainer that runs others' code
  find_package(Torch 1.13 REQUIRED)
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)  # wants IValue whole where another of its headers comes first
    target_compile_options(torch INTERFACE "SHELL:-include ATen/core/ivalue.h")
  endif()
  # The reference BLAS is eight times slower than OpenBLAS, and the pthread flavour ignores thread limits.
  file(GLOB HANSA_BLAS /usr/lib/*/libblas.so.3)
  foreach(blas IN LISTS HANSA_BLAS)
    file(REAL_PATH ${blas} blas_file)
    if(NOT blas_file MATCHES "openblas-serial")
      message(WARNING "BLAS is ${blas_file}. Training is several times faster with OpenBLAS (serial): "
                      "apt-get install libopenblas0-serial")
    endif()
  endforeach()
endif()
