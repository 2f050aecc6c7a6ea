#include "coordinator/core/sum_record.h"

#include "common/base/text.h"

namespace hansa::coordinator {

v1::SumRecord RecordOf(const SessionSum& sum) {
  v1::SumRecord record;
  record.set_ring_bits(sum.sum.bits());
  record.set_sum(ToString(sum.sum.ToBytes()));
  record.mutable_included()->Add(sum.included.begin(), sum.included.end());
  record.set_roster_root(ToString(sum.roster_root));
  return record;
}

Result<SumHandle> SumOf(const v1::SumRecord& record, std::vector<secagg::Segment> segments) {
  const uint64_t elements = secagg::ElementsOf(segments);
  const uint32_t bits = record.ring_bits();
  if ((bits != 32 && bits != 64) || record.sum().size() != elements * bits / 8)
    return BadInput("the sum that was being published cannot be read",
                    StrCat(record.sum().size(), " bytes for ", elements, " elements"));
  auto sum = std::make_shared<SessionSum>();
  sum->segments = std::move(segments);
  sum->sum = secagg::RingVector::FromBytes(bits, AsSpan(record.sum()));
  sum->included.assign(record.included().begin(), record.included().end());
  sum->roster_root = ToBytes(record.roster_root());
  return SumHandle(std::move(sum));
}

}  // namespace hansa::coordinator
