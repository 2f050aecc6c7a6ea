#include "common/transcript/transcript_writer.h"

#include "common/base/check.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_bytes.h"
#include "common/secagg/session_graph.h"
#include "common/transcript/transcript_frame.h"

namespace hansa::transcript {
namespace {

v1::TranscriptRecord OpeningOf(const TranscriptHead& head, const SessionEvidence& evidence) {
  v1::TranscriptRecord record;
  v1::TranscriptOpening& opening = *record.mutable_opening();
  opening.set_version(1);
  opening.set_job_id(head.job_id);
  if (head.previous) opening.set_previous(ToString(*head.previous));
  *opening.mutable_coordinator() = head.coordinator;
  *opening.mutable_params() = evidence.params;
  opening.set_sites(static_cast<uint32_t>(evidence.entries.size()));
  opening.set_neighbours(evidence.graph.neighbours);
  opening.set_threshold(evidence.graph.threshold);
  opening.set_sharers(ToString(evidence.sharers.bytes()));
  opening.set_survivors(ToString(evidence.survivors.bytes()));
  for (const auto& statement : evidence.alive) opening.add_alive(statement.first);
  return record;
}

v1::TranscriptRecord DealtOf(uint32_t owner, const DealtEvidence& evidence) {
  v1::TranscriptRecord record;
  v1::TranscriptDealt& dealt = *record.mutable_dealt();
  dealt.set_owner(owner);
  *dealt.mutable_commitment() = evidence.commitment;
  dealt.set_leaves(ToString(evidence.leaves));
  return record;
}

v1::TranscriptRecord ReleasedOf(uint32_t owner, const ReleasedEvidence& evidence, bool survived) {
  v1::TranscriptRecord record;
  v1::TranscriptReleased& released = *record.mutable_released();
  released.set_owner(owner);
  v1::ReleasedShares& shares =
      survived ? *released.mutable_self_mask() : *released.mutable_mask_secret();
  shares.mutable_holders()->Add(evidence.holders.begin(), evidence.holders.end());
  shares.set_shares(ToString(evidence.shares));
  return record;
}

secagg::SessionId IdOf(const SessionEvidence& evidence) {
  return {.params = crypto::Sha256(AsSpan(evidence.params.payload())),
          .roster = secagg::RosterRoot(evidence.entries, evidence.graph)};
}

Result<v1::TranscriptRecord> SumOf(const SessionEvidence& evidence,
                                   const secagg::WrittenVector& sum) {
  v1::TranscriptRecord record;
  v1::TranscriptSum& out = *record.mutable_sum();
  out.set_sha256(ToString(sum.sha256));
  out.set_session(
      ToString(secagg::TranscriptDigest(IdOf(evidence), crypto::Sha256(evidence.sharers.bytes()),
                                        crypto::Sha256(evidence.survivors.bytes()), sum.sha256)));
  if (sum.bytes->size() <= kSumBytes)
    out.set_sum(ToString(HANSA_TRY(ReadWhole(*sum.bytes, kSumBytes))));
  return record;
}

// Counts what it passes on.
class FrameSink {
 public:
  explicit FrameSink(const secagg::ByteSink& out) : out_(out) {}
  Result<> Line() { return Write(AsSpan(kFormatLine)); }
  Result<> Add(const v1::TranscriptRecord& record) { return Write(FrameOf(record, chain_)); }
  WrittenTranscript written() const { return {chain_.link(), bytes_}; }

 private:
  Result<> Write(ByteSpan bytes) {
    bytes_ += bytes.size();
    return out_(bytes);
  }
  const secagg::ByteSink& out_;
  LinkChain chain_;
  uint64_t bytes_ = 0;
};

Result<> WriteStatements(const SessionEvidence& evidence, FrameSink& sink) {
  for (const auto& [site, commitment] : evidence.masked) {
    v1::TranscriptRecord record;
    record.mutable_masked()->set_site(site);
    *record.mutable_masked()->mutable_commitment() = commitment;
    HANSA_TRY(sink.Add(record));
  }
  for (const auto& [site, statement] : evidence.alive) {
    v1::TranscriptRecord record;
    record.mutable_alive()->set_site(site);
    *record.mutable_alive()->mutable_statement() = statement;
    HANSA_TRY(sink.Add(record));
  }
  return Success();
}

}  // namespace

Result<WrittenTranscript> WriteTranscript(const TranscriptHead& head,
                                          const SessionEvidence& evidence,
                                          const secagg::WrittenVector& sum,
                                          const secagg::ByteSink& out) {
  HANSA_CHECK(evidence.complete());
  FrameSink sink(out);
  HANSA_TRY(sink.Line());
  HANSA_TRY(sink.Add(OpeningOf(head, evidence)));
  for (const std::string& entry : evidence.entries) {
    v1::TranscriptRecord record;
    record.mutable_member()->set_entry(entry);
    HANSA_TRY(sink.Add(record));
  }
  HANSA_TRY(WriteStatements(evidence, sink));
  for (const auto& [owner, dealt] : evidence.dealt) {
    HANSA_TRY(sink.Add(DealtOf(owner, dealt)));
    HANSA_TRY(
        sink.Add(ReleasedOf(owner, evidence.released.at(owner), evidence.survivors.Has(owner))));
  }
  const v1::TranscriptRecord last = HANSA_TRY(SumOf(evidence, sum));
  HANSA_TRY(sink.Add(last));
  return sink.written();
}

Bytes SealFrame(const crypto::Digest& digest, v1::TranscriptSeal seal,
                const crypto::SigningKey& coordinator) {
  seal.set_version(1);
  seal.set_digest(ToString(digest));
  v1::TranscriptRecord record;
  *record.mutable_seal() = identity::SignMessage(coordinator, crypto::context::kTranscript, seal);
  LinkChain chain(digest);
  return FrameOf(record, chain);
}

}  // namespace hansa::transcript
