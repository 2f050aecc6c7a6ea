#include "coordinator/core/session_sum.h"

#include "common/base/check.h"

namespace hansa::coordinator {

secagg::RingVector InMemory(const SessionSum& sum) {
  const Result<Bytes> bytes = ReadWhole(*sum.sum.bytes, sum.sum.bytes->size());
  HANSA_CHECK(bytes.ok());
  return secagg::RingVector::FromBytes(sum.ring_bits, *bytes);
}

}  // namespace hansa::coordinator
