#pragma once
// A table that scrolls by itself where the page is narrow.

#include <string>
#include <utility>
#include <vector>

#include "common/picture/markup.h"

namespace hansa::coordinator {

// `headers`: (class, text). The caller writes rows, then closes.
void OpenTable(picture::Markup& out, const std::string& label,
               const std::vector<std::pair<const char*, std::string>>& headers);
void CloseTable(picture::Markup& out);

}  // namespace hansa::coordinator
