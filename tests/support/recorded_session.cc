#include "tests/support/recorded_session.h"

#include "common/base/check.h"
#include "common/identity/authority.h"
#include "common/transcript/transcript_frame.h"

namespace hansa::secagg_test {
namespace {

identity::CurvePublic CurveKey() {
  return crypto::X25519Key::FromSecret(SecretBytes(Bytes(32, 7))).public_key();
}

void RunToTheEnd(Loopback& loopback, bool restarted) {
  loopback.Open();
  if (restarted) {
    while (loopback.steps.size() < 4 && loopback.DeliverOne()) {
    }
    loopback.RestartCoordinator();
  }
  for (int ticks = 0; ticks < 20 && !loopback.outcome;) {
    if (loopback.DeliverOne()) continue;
    const auto wake = loopback.server->NextWake();
    HANSA_CHECK(wake.has_value());
    loopback.now = std::max(loopback.now, *wake);
    loopback.Tick();
    ++ticks;
  }
}

}  // namespace

RecordedTranscript::RecordedTranscript(RecordedOptions options) {
  options.session.transcript = true;
  loopback_ = std::make_unique<Loopback>(options.session);
  for (const uint32_t site : options.dropped)
    loopback_->DropAt(site, client::ClientStep::kMaskedInput);
  RunToTheEnd(*loopback_, options.restarted);
  HANSA_CHECK(loopback_->succeeded() && loopback_->record);
  const transcript::TranscriptHead head{
      .job_id = options.job_id,
      .previous = options.previous,
      .coordinator = identity::CertifyCoordinator(
          loopback_->fleet.authority, loopback_->fleet.coordinator.public_key(), CurveKey())};
  auto written = transcript::WriteTranscript(head, *loopback_->record->evidence,
                                             loopback_->record->sum, [this](ByteSpan bytes) {
                                               Append(bytes_, bytes);
                                               return Success();
                                             });
  HANSA_CHECK(written.ok() && written->bytes == bytes_.size());
  written_ = *written;
  Append(bytes_, transcript::SealFrame(written_.digest, Published(), loopback_->fleet.coordinator));
}

v1::TranscriptSeal RecordedTranscript::Published() {
  v1::TranscriptSeal seal;
  seal.mutable_published()->set_name("wind-power");
  seal.mutable_published()->set_version(3);
  seal.mutable_published()->set_model_sha256(ToString(crypto::Sha256(AsSpan("model 3"))));
  return seal;
}

Bytes RecordedTranscript::SumBytes() const {
  const Blob& sum = *loopback_->record->sum.bytes;
  return ReadWhole(sum, sum.size()).value();
}

std::vector<size_t> RecordedTranscript::FrameStarts() const {
  std::vector<size_t> starts;
  size_t at = transcript::kFormatLine.size();
  while (at < bytes_.size()) {
    starts.push_back(at);
    at += 4 + ReadLittleEndian<uint32_t>(ByteSpan(bytes_).subspan(at, 4)) + sizeof(crypto::Digest);
  }
  starts.push_back(at);
  return starts;
}

std::vector<v1::TranscriptRecord> RecordedTranscript::Records() const {
  std::vector<v1::TranscriptRecord> records;
  const std::vector<size_t> starts = FrameStarts();
  for (size_t i = 0; i + 1 < starts.size(); ++i) {
    const size_t length = starts[i + 1] - starts[i] - 4 - sizeof(crypto::Digest);
    HANSA_CHECK(records.emplace_back().ParseFromArray(bytes_.data() + starts[i] + 4,
                                                      static_cast<int>(length)));
  }
  return records;
}

Bytes RecordedTranscript::Resealed(std::vector<v1::TranscriptRecord> records) const {
  records.pop_back();
  Bytes bytes(transcript::kFormatLine.begin(), transcript::kFormatLine.end());
  transcript::LinkChain chain;
  for (const v1::TranscriptRecord& record : records)
    Append(bytes, transcript::FrameOf(record, chain));
  Append(bytes, transcript::SealFrame(chain.link(), Published(), loopback_->fleet.coordinator));
  return bytes;
}

Result<transcript::CheckedTranscript> RecordedTranscript::Check(Bytes bytes) const {
  return transcript::CheckTranscript(MemoryBlob(std::move(bytes)), authority());
}

}  // namespace hansa::secagg_test
