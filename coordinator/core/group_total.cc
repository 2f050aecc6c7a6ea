#include "coordinator/core/group_total.h"

#include <algorithm>

namespace hansa::coordinator {

SumHandle GroupTotal::Start(Turn& turn) {
  const SessionSum& first = *sums_.front();
  if (sums_.size() == 1) return sums_.front();
  if (first.sum.bytes->size() > turn.job.services.inline_bytes) {
    AddBesideTheLoop(turn);
    return nullptr;
  }
  secagg::RingVector total = InMemory(first);
  for (size_t i = 1; i < sums_.size(); ++i) total.Add(InMemory(*sums_[i]));
  const ByteSpan bytes = total.bytes();
  return Finish({MakeBlob(Bytes(bytes.begin(), bytes.end())), crypto::Sha256(bytes)});
}

void GroupTotal::AddBesideTheLoop(Turn& turn) {
  const SessionSum& first = *sums_.front();
  running_ = std::make_shared<RunningSum>();
  running_->ring_bits = first.ring_bits;
  running_->elements = secagg::ElementsOf(first.segments);
  for (const SumHandle& sum : sums_) adds_.insert(turn.Ask(AddWork{running_, sum->sum.bytes}));
}

SumHandle GroupTotal::OnWorkDone(Turn& turn, WorkDone& done) {
  if (adds_.erase(done.ticket) > 0) {
    if (adds_.empty()) store_ = turn.Ask(StoreWork{running_});
    return nullptr;
  }
  auto* stored = std::get_if<Stored>(&done.result);
  if (store_ == 0 || done.ticket != store_ || stored == nullptr) return nullptr;
  ForgetSums(turn, sums_);
  return Finish(std::move(stored->sum));
}

SumHandle GroupTotal::Finish(secagg::WrittenVector sum) const {
  auto total = std::make_shared<SessionSum>();
  total->segments = sums_.front()->segments;
  total->ring_bits = sums_.front()->ring_bits;
  total->sum = std::move(sum);
  for (const SumHandle& part : sums_) {
    total->included.insert(total->included.end(), part->included.begin(), part->included.end());
    total->recorded.insert(total->recorded.end(), part->recorded.begin(), part->recorded.end());
  }
  std::sort(total->included.begin(), total->included.end());
  total->roster_root = sums_.back()->roster_root;
  return total;
}

void ForgetSums(Turn& turn, const std::vector<SumHandle>& sums) {
  for (const SumHandle& sum : sums)
    if (sum->sum.bytes->size() > turn.job.services.inline_bytes)
      turn.out.uploads.emplace_back(ForgetVector{sum->sum.sha256});
}

}  // namespace hansa::coordinator
