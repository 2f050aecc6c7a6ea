#pragma once
// A recorded session of each profile, made once for a test program. In each a site dealt shares and
// then went, so that shares of both kinds were released.

#include <gtest/gtest.h>

#include <map>

#include "tests/support/recorded_session.h"

namespace hansa::secagg_test {

inline const secagg::Profile kProfiles[] = {secagg::Profile::kComplete, secagg::Profile::kMalicious,
                                            secagg::Profile::kSemiHonest};

inline RecordedOptions OptionsOf(secagg::Profile profile) {
  if (profile == secagg::Profile::kComplete)
    return {.session = {.sites = 6, .smallest_cohort = 3}, .dropped = {2}};
  return {.session = {.sites = 40,
                      .smallest_cohort = 20,
                      .colluders = 1,
                      .profile = profile,
                      .dropout_permille = 100},
          .dropped = {5}};
}

inline RecordedTranscript& Recorded(secagg::Profile profile) {
  static std::map<secagg::Profile, std::unique_ptr<RecordedTranscript>> made;
  auto& transcript = made[profile];
  if (!transcript) transcript = std::make_unique<RecordedTranscript>(OptionsOf(profile));
  return *transcript;
}

inline std::string NameOfProfile(const ::testing::TestParamInfo<secagg::Profile>& info) {
  std::string name(secagg::Name(info.param));
  std::erase(name, '-');
  return name;
}

}  // namespace hansa::secagg_test
