#include "tests/fuzz/culprit_corpus.h"

#include "tests/fuzz/corpus.h"
#include "tests/support/culprit_session.h"

namespace hansa::fuzz {
namespace {

constexpr uint32_t kSites = 4;
constexpr uint64_t kSeed = 4243;

}  // namespace

const crypto::Ed25519Public& CulpritAuthority() {
  static const crypto::Ed25519Public key =
      secagg_test::SharedFleet(kSites, kSeed)->authority.public_key();
  return key;
}

const std::vector<Bytes>& FuzzedCulprits() {
  static const std::vector<Bytes> files = [] {
    std::vector<Bytes> made;
#ifdef HANSA_PLANTED_BUGS
    for (const PlantedBug cheat : {PlantedBug::kFalseDealing, PlantedBug::kFalseShare})
      made.push_back(
          secagg_test::CheatedSession(
              {.session = {.sites = kSites, .smallest_cohort = 2, .seed = kSeed}, .cheat = cheat})
              .File());
#endif
    return made;
  }();
  return files;
}

std::vector<Bytes> CulpritFiles() {
  std::vector<Bytes> files = FuzzedCulprits();
  if (files.empty()) files.push_back(ToBytes("hansa-culprit-1\n"));
  return files;
}

}  // namespace hansa::fuzz
