#include "coordinator/core/publishing.h"

#include "common/base/check.h"
#include "coordinator/core/sum_record.h"

namespace hansa::coordinator {
namespace {

ModelPublished EventOf(const ModelVersion& model, uint64_t round, bool is_void) {
  return {.name = model.name,
          .version = model.version,
          .sha256 = Hex(model.sha256),
          .path = model.path,
          .round = round,
          .is_void = is_void};
}

struct KindPair {
  PublishWork::Kind kind;
  v1::PublicationRecord::Kind recorded;
};
constexpr KindPair kKinds[] = {
    {PublishWork::Kind::kInitial, v1::PublicationRecord::KIND_INITIAL},
    {PublishWork::Kind::kTrained, v1::PublicationRecord::KIND_TRAINED},
    {PublishWork::Kind::kVoid, v1::PublicationRecord::KIND_VOID},
    {PublishWork::Kind::kThreshold, v1::PublicationRecord::KIND_THRESHOLD}};

v1::PublicationRecord::Kind RecordedKind(PublishWork::Kind kind) {
  for (const KindPair& pair : kKinds)
    if (pair.kind == kind) return pair.recorded;
  return v1::PublicationRecord::KIND_VOID;
}

}  // namespace

PublishWork::Kind Publishing::KindOf(const v1::PublicationRecord& record) {
  for (const KindPair& pair : kKinds)
    if (pair.recorded == record.kind()) return pair.kind;
  return PublishWork::Kind::kVoid;
}

void Publishing::Save(v1::RoundRecord& record) const {
  *record.mutable_publication() = record_;
  if (sum_) *record.mutable_publication()->mutable_sum() = RecordOf(*sum_, inline_bytes_);
}

// A sum in the spool is of no use to a round that is past publishing.
void Publishing::ForgetSum(Turn& turn) const {
  if (sum_ && sum_->sum.bytes->size() > inline_bytes_)
    turn.out.uploads.emplace_back(ForgetVector{sum_->sum.sha256});
}

void Publishing::Cancel(Turn& turn) { ForgetSum(turn); }

std::optional<double> Publishing::AnomalyThreshold() const {
  if (kind_ != PublishWork::Kind::kThreshold) return std::nullopt;
  return record_.anomaly_threshold();
}

v1::ToSite Announcement(const ModelVersion& model) {
  v1::ToSite message;
  auto* announced = message.mutable_model_announced();
  announced->set_name(model.name);
  announced->set_version(model.version);
  announced->set_manifest(ToString(model.manifest));
  announced->set_manifest_sig(ToString(model.manifest_sig));
  return message;
}

Outcome Publishing::Enter(Turn& turn) {
  JobContext& job = turn.job;
  inline_bytes_ = job.services.inline_bytes;
  if (kind_ == PublishWork::Kind::kTrained) sum_ = job.round.sum;
  if (record_.created_unix_ms() == 0) {
    record_.set_kind(RecordedKind(kind_));
    record_.set_version(job.next_version);
    record_.set_created_unix_ms(turn.now.unix_ms);
  }
  ticket_ = turn.Ask(PublishWork{.kind = kind_,
                                 .job_id = job.id,
                                 .job = job.spec,
                                 .seed = job.record.seed(),
                                 .parent = job.base,
                                 .sum = sum_,
                                 .abandoned = job.round.abandoned,
                                 .anomaly_threshold = AnomalyThreshold(),
                                 .transcript = job.transcript(),
                                 .version = record_.version(),
                                 .round = job.base ? job.round.number : 0,
                                 .created_unix_ms = record_.created_unix_ms()});
  return std::nullopt;
}

Outcome Publishing::OnWorkDone(Turn& turn, WorkDone& done) {
  if (done.ticket != ticket_) return std::nullopt;
  ForgetSum(turn);
  if (const auto* error = std::get_if<Error>(&done.result)) {
    // kWorkFailed: the arithmetic found no finite model. Anything else is this machine's disk.
    if (kind_ == PublishWork::Kind::kTrained && error->kind == ErrorKind::kWorkFailed)
      return RoundLost{error->Text(), true};
    return JobLost{"work_failed", error->Text()};
  }
  auto* published = std::get_if<Published>(&done.result);
  HANSA_CHECK(published != nullptr);

  JobContext& job = turn.job;
  job.base = published->model;
  job.next_version = job.base->version + 1;
  job.answered_before.clear();
  job.record.set_model_version(job.base->version);
  if (kind_ == PublishWork::Kind::kTrained)
    job.record.set_rounds_done(static_cast<uint32_t>(job.round.number));
  turn.out.persist.push_back(published->record);
  turn.out.persist.push_back(job.record);
  for (const SiteId& site : job.candidates.Able())
    turn.out.sends.push_back({site, Announcement(*job.base), nullptr});
  ModelPublished event = EventOf(*job.base, job.round.number, kind_ == PublishWork::Kind::kVoid);
  event.anomaly_threshold = AnomalyThreshold();
  turn.Emit(std::move(event));
  return VersionPublished{record_};
}

}  // namespace hansa::coordinator
