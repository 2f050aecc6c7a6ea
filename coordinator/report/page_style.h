#pragma once

namespace hansa::coordinator {

// The page's own style: holds no '<', '>' or '&'. Light, dark, narrow and printed.
extern const char* const kPageStyle;

}  // namespace hansa::coordinator
