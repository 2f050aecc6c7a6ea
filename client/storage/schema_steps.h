#pragma once
// The journal's schema, as numbered steps. A released step is never edited: add another.

#include <array>
#include <string_view>

namespace hansa::client {

extern const std::array<std::string_view, 3> kJournalSteps;

}  // namespace hansa::client
