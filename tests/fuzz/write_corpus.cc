// write_corpus DIR: the good inputs of every target as files DIR/<target>/<number>, for libFuzzer.

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/corpus.h"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  using namespace hansa;
  if (argc != 2) {
    std::fputs("usage: write_corpus DIR\n", stderr);
    return 2;
  }
  for (const fuzz::Entry& entry : fuzz::AllCorpora()) {
    const fs::path folder = fs::path(argv[1]) / entry.name;
    fs::create_directories(folder);
    size_t number = 0;
    for (const Bytes& input : entry.corpus()) {
      std::ofstream file(folder / std::to_string(number++), std::ios::binary);
      file << AsView(input);
      if (!file.flush()) return 1;
    }
  }
  return 0;
}
