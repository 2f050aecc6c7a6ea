#pragma once
// What the masked inputs have become, and what is needed to unmask them.

#include <map>

#include "common/secagg/bitmap.h"
#include "common/secagg/mask.h"
#include "coordinator/core/secagg/share_box.h"

namespace hansa::coordinator {

struct MaskedSum {
  std::map<uint32_t, ShareBox> boxes;  // of every member of U1; leaves only
  secagg::Bitmap sharers;              // U1
  secagg::Bitmap survivors;            // U2
  secagg::WrittenVector sum;
};

}  // namespace hansa::coordinator
