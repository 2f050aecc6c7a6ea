#pragma once
// One figure of a fleet's speed, as it is kept over restarts.

#include <cstdint>
#include <string>

namespace hansa::coordinator {

struct Measured {
  enum class What {
    kTraining = 1,  // of a site, for a model's name: milliseconds
    kRest = 2,      // of a round of a model's name, beside training and transfers: milliseconds
    kDown = 3,      // a site's link, to it: bytes a second
    kUp = 4,        // from it
  };
  What what = What::kTraining;
  std::string name;  // of the model; empty: it is of a link
  std::string site;  // empty: it is of a round
  uint64_t value = 0;
  bool operator==(const Measured&) const = default;
};

}  // namespace hansa::coordinator
