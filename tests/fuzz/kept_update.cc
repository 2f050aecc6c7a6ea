// The head of a kept update, which a site reads after a restart. The digest in it keeps changed
// records out, so the input is read twice: as a head, and as the record of a head with the right
// digest.

#include "client/storage/kept_update_head.h"
#include "common/base/check.h"
#include "common/crypto/hash.h"

namespace hansa {
namespace {

// What was taken is written as the same again.
bool Taken(ByteSpan head) {
  const auto facts = client::ReadUpdateHead(head);
  if (!facts || facts->ByteSizeLong() > client::kUpdateHeadBytes / 2) return facts.has_value();
  const Bytes written = client::WriteUpdateHead(*facts);
  HANSA_CHECK(written.size() == client::kUpdateHeadBytes);
  const auto again = client::ReadUpdateHead(written);
  HANSA_CHECK(again && again->SerializeAsString() == facts->SerializeAsString());
  return true;
}

Bytes HeadAround(ByteSpan record) {
  Bytes head = client::WriteUpdateHead({});
  head.resize(8);  // the magic alone
  AppendLittleEndian<uint32_t>(head, static_cast<uint32_t>(record.size()));
  Append(head, crypto::Sha256(record));
  Append(head, record);
  return head;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const ByteSpan input(data, size);
  const bool head = Taken(input);
  const bool record = Taken(HeadAround(input));
  return head || record ? 0 : -1;
}
