#pragma once
// The machine's figures of the fleet's speed, as the store keeps them.

#include <vector>

#include "coordinator/core/scheduling/measured.h"
#include "coordinator/storage/records.h"

namespace hansa::coordinator {

inline Measurement RecordOf(const Measured& measured) {
  return {static_cast<uint32_t>(measured.what), measured.name, measured.site, measured.value};
}

inline std::vector<Measured> MeasuredIn(const std::vector<Measurement>& records) {
  std::vector<Measured> out;
  for (const Measurement& record : records)
    out.push_back(
        {static_cast<Measured::What>(record.kind), record.name, record.site_id, record.value});
  return out;
}

}  // namespace hansa::coordinator
