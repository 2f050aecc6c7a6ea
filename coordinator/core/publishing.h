#pragma once
// publishing: the next version is made, signed and stored beside the loop, then recorded and
// announced to every able site.
//
// Ends with VersionPublished; with RoundLost when no finite model comes of the sum (the updates are
// spent); with JobLost when the version cannot be stored.

#include "coordinator/core/phase.h"

namespace hansa::coordinator {

class Publishing final : public Phase {
 public:
  explicit Publishing(PublishWork::Kind kind) : kind_(kind) {}
  // The version that an earlier process was making: the same bytes again. Or, without a time, one
  // that needs more than its kind.
  explicit Publishing(v1::PublicationRecord record)
      : kind_(KindOf(record)), record_(std::move(record)) {}
  std::string_view name() const override { return "publishing"; }
  Outcome Enter(Turn& turn) override;
  Outcome OnWorkDone(Turn& turn, WorkDone& done) override;
  void Cancel(Turn& turn) override;
  void Save(v1::RoundRecord& record) const override;

  static PublishWork::Kind KindOf(const v1::PublicationRecord& record);

 private:
  void ForgetSum(Turn& turn) const;
  std::optional<double> AnomalyThreshold() const;

  PublishWork::Kind kind_;
  v1::PublicationRecord record_;  // without the sum
  SumHandle sum_;
  uint64_t inline_bytes_ = 0;
  uint64_t ticket_ = 0;
};

// A version as sites are told of it.
v1::ToSite Announcement(const ModelVersion& model);

}  // namespace hansa::coordinator
