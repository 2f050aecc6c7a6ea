#include "coordinator/core/work.h"

namespace hansa::coordinator {

Result<Added> RunAdd(const AddWork& work) {
  RunningSum& sum = *work.sum;
  if (sum.vector.size() == 0) sum.vector = secagg::RingVector(sum.ring_bits, sum.elements);
  HANSA_TRY(ForEachWindow(*work.vector, 0, [&sum](uint64_t offset, ByteSpan bytes) {
    sum.vector.AddBytesAt(offset, bytes);
    return Success();
  }));
  return Added{};
}

}  // namespace hansa::coordinator
