#pragma once
// All that a store holds as one text, to compare.

#include <string>

#include "coordinator/storage/store.h"

namespace hansa::coordinator {

// Jobs "a", "b", "c" are those whose sessions and events are looked at.
Result<std::string> ContentsOf(Store& store);

}  // namespace hansa::coordinator
