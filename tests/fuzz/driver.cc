#include "tests/fuzz/driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/fuzz/guarded_run.h"
#include "tests/fuzz/mutator.h"

namespace hansa::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kFixedSeed = 1;

uint64_t NumberIn(const char* variable, uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::stoull(text);
}

uint64_t FreshSeed() {
  const uint64_t seed = NumberIn("HANSA_FUZZ_SEED", std::random_device()());
  std::printf("HANSA_FUZZ_SEED=%llu\n", static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  return seed;
}

// How many were taken.
uint64_t ExpectSurvives(const std::string& name, Target target, const std::string& inputs,
                        const std::function<std::optional<Bytes>()>& next) {
  const GuardedRun run = RunGuarded(target, next);
  std::printf("%s: %llu of %llu taken\n", inputs.c_str(),
              static_cast<unsigned long long>(run.taken),
              static_cast<unsigned long long>(run.inputs));
  std::fflush(stdout);
  if (!run.death) return run.taken;
  ADD_FAILURE() << "target " << name << ", " << inputs << ": " << run.death->how
                << "\nthe input, for a file in tests/fuzz/cases/" << name << ":\n"
                << Hex(run.death->input);
  return run.taken;
}

void RunMutated(const std::string& name, Target target, const std::vector<Bytes>& corpus,
                uint64_t seed, uint64_t inputs) {
  Mutator mutator(seed, corpus);
  uint64_t made = 0;
  ExpectSurvives(name, target, "seed " + std::to_string(seed), [&]() -> std::optional<Bytes> {
    if (made++ == inputs) return std::nullopt;
    return mutator.Next();
  });
}

Bytes ReadHex(const fs::path& path) {
  std::ifstream file(path);
  std::string hex;
  file >> hex;
  return FromHex(hex);
}

}  // namespace

std::vector<Bytes> CasesOf(const std::string& name) {
  const fs::path folder = fs::path(HANSA_SOURCE_DIR "/tests/fuzz/cases") / name;
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Bytes> cases;
  for (const fs::path& file : files) {
    cases.push_back(ReadHex(file));
    EXPECT_FALSE(cases.back().empty()) << file << " is not hex";
  }
  return cases;
}

void Fuzz(const std::string& name, Target target, std::vector<Bytes> corpus, uint64_t inputs) {
  for (Bytes& input : CasesOf(name)) corpus.push_back(std::move(input));
  ASSERT_FALSE(corpus.empty());
  for (const Bytes& input : corpus) ASSERT_LE(input.size(), kLongestInput);
  size_t place = 0;
  const uint64_t good = ExpectSurvives(name, target, "unchanged", [&]() -> std::optional<Bytes> {
    if (place == corpus.size()) return std::nullopt;
    return corpus[place++];
  });
  EXPECT_GT(good, 0u) << "the corpus of " << name << " has no good input";
  inputs = NumberIn("HANSA_FUZZ_INPUTS", inputs);
  RunMutated(name, target, corpus, kFixedSeed, inputs);
  RunMutated(name, target, corpus, FreshSeed(), inputs);
}

}  // namespace hansa::fuzz
