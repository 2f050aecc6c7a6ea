#pragma once
// Names of models, jobs and channels: safe as one component of a path, on the wire and in a file.

#include <string_view>

namespace hansa {

// [a-z0-9][a-z0-9-]{0,62}
bool IsModelName(std::string_view name);

}  // namespace hansa
