#include "common/transcript/record_reader.h"

#include "common/base/text.h"
#include "common/wire/strict.h"

namespace hansa::transcript {
namespace {

constexpr size_t kLengthBytes = sizeof(uint32_t);

std::span<uint8_t> Writable(std::string& text) {
  return {reinterpret_cast<uint8_t*>(text.data()), text.size()};
}

}  // namespace

Error RecordReader::Fault(const Place& place, std::string why) const {
  return VerificationFailed(StrCat("record ", records_, ", ", Describe(place), ", is wrong"),
                            std::move(why));
}

Result<> RecordReader::Begin() {
  std::string line(kFormatLine.size(), '\0');
  if (file_.size() < line.size())
    return VerificationFailed("this is no transcript",
                              StrCat("it has ", file_.size(), " bytes, not even its first line"));
  HANSA_TRY(file_.ReadAt(0, Writable(line)));
  if (line != kFormatLine)
    return VerificationFailed("this is no transcript of a known format",
                              "its first line is not \"hansa-transcript-1\"");
  at_ = line.size();
  return Success();
}

Result<std::string> RecordReader::NextBytes(const Place& place) {
  const uint64_t left = file_.size() - at_;
  if (left == 0) {
    Error error = Fault(place, "the file ends before it");
    if (place.kind == RecordKind::kSeal)
      error.next =
          "If the coordinator is still at this round, or died in it, it seals the file when it "
          "goes on";
    return error;
  }
  uint32_t length = 0;
  if (left >= kLengthBytes) {
    std::array<uint8_t, kLengthBytes> bytes;
    HANSA_TRY(file_.ReadAt(at_, bytes));
    length = ReadLittleEndian<uint32_t>(bytes);
    if (length > kRecordBytes)
      return Fault(place, StrCat("it says that it has ", length, " bytes, at most ", kRecordBytes));
  }
  const uint64_t frame = kLengthBytes + uint64_t{length} + sizeof(crypto::Digest);
  if (left < frame)
    return Fault(place,
                 StrCat("it needs ", frame, " bytes of the file, ", left, " are left: it was cut"));
  std::string record(length, '\0');
  HANSA_TRY(file_.ReadAt(at_ + kLengthBytes, Writable(record)));
  return record;
}

Result<v1::TranscriptRecord> RecordReader::Next(const Place& place) {
  ++records_;
  const std::string bytes = HANSA_TRY(NextBytes(place));
  v1::TranscriptRecord record;
  if (!wire::ParseStrict(AsSpan(bytes), record)) return Fault(place, "it cannot be read");
  Place found = PlaceOf(record);
  if (found.kind != place.kind || (found.index && found.index != place.index))
    return Fault(place, StrCat("in its place stands ", Describe(found)));
  crypto::Digest link;
  HANSA_TRY(file_.ReadAt(at_ + kLengthBytes + bytes.size(), link));
  found.index = place.index;
  if (found.site_id.empty()) found.site_id = place.site_id;
  if (chain_.Add(AsSpan(bytes)) != link)
    return Fault(
        found,
        "its bytes, or those of its link, are not what was written behind the record before");
  at_ += kLengthBytes + bytes.size() + link.size();
  return record;
}

Result<> RecordReader::End() const {
  if (at_ == file_.size()) return Success();
  return VerificationFailed(StrCat("something follows record ", records_, ", the seal"),
                            StrCat(file_.size() - at_, " bytes behind the transcript's end"));
}

}  // namespace hansa::transcript
