#pragma once
// The store's schema, as numbered steps. A released step is never edited: add another.

#include <array>
#include <string_view>

namespace hansa::coordinator {

extern const std::array<std::string_view, 4> kStoreSteps;

}  // namespace hansa::coordinator
