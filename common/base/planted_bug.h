#pragma once
// Bugs that the simulation and tests/attacks plant to prove that they would find them. Compiled in
// where the build defines HANSA_PLANTED_BUGS (the test presets); elsewhere Planted() is the
// constant false.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace hansa {

enum class PlantedBug : uint8_t {
  kNone,
  kSendBeforeCommit,  // the coordinator sends, then commits
  kDoubleCount,       // a repeated vector is added again
  kForgottenTimeout,  // training waits for ever
  kStaleSession,      // a vector for an earlier session is taken for the one under way
  kQuorumOffByOne,    // a sum of one site too few
  kMarkerLost,        // a site forgets what it has answered
  // Of the masks of a session, for tests/attacks.
  kNoOwnMask,     // a site adds no mask of its own
  kPairUnmasked,  // sites next to each other in the roster share no mask
  kFoldedSeeds,   // seeds are folded to 16 bits
  kBothShares,    // a site reveals both kinds of share of the others
  // A site that cheats and signs it, for tests of convictions.
  kFalseDealing,  // it deals shares of other secrets than it advertises
  kFalseShare,    // it reveals a share that it was not dealt
  kFalseInput,    // its masked input is noise, which nobody can prove
};

#ifdef HANSA_PLANTED_BUGS
// A process of a test may cheat from its start: HANSA_PLANTED_BUG=false_dealing, or false_share.
inline PlantedBug PlantedInEnvironment() {
  const char* name = std::getenv("HANSA_PLANTED_BUG");
  if (name == nullptr) return PlantedBug::kNone;
  if (std::string_view(name) == "false_dealing") return PlantedBug::kFalseDealing;
  return std::string_view(name) == "false_share" ? PlantedBug::kFalseShare : PlantedBug::kNone;
}
// Of this thread: simulations run side by side.
inline thread_local PlantedBug planted_bug = PlantedInEnvironment();
inline bool Planted(PlantedBug bug) { return planted_bug == bug; }
// Whose bug it is; empty: everybody's.
inline thread_local std::string planted_site;
inline bool PlantedAt(PlantedBug bug, std::string_view site_id) {
  return Planted(bug) && (planted_site.empty() || planted_site == site_id);
}
#else
constexpr bool Planted(PlantedBug) { return false; }
constexpr bool PlantedAt(PlantedBug, std::string_view) { return false; }
#endif

}  // namespace hansa
