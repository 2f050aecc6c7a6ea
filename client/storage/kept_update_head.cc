#include "client/storage/kept_update_head.h"

#include <string_view>

#include "common/base/check.h"
#include "common/crypto/hash.h"

namespace hansa::client {
namespace {

constexpr std::string_view kMagic = "HANSAUP2";
constexpr size_t kDigestAt = kMagic.size() + sizeof(uint32_t);
constexpr size_t kRecordAt = kDigestAt + sizeof(crypto::Digest);

}  // namespace

Bytes WriteUpdateHead(const v1::StoredAnswer& facts) {
  const std::string record = facts.SerializeAsString();
  Bytes head = ToBytes(kMagic);
  AppendLittleEndian<uint32_t>(head, static_cast<uint32_t>(record.size()));
  Append(head, crypto::Sha256(AsSpan(record)));
  Append(head, AsSpan(record));
  HANSA_CHECK(head.size() <= kUpdateHeadBytes);
  head.resize(kUpdateHeadBytes);
  return head;
}

std::optional<v1::StoredAnswer> ReadUpdateHead(ByteSpan head) {
  if (head.size() < kRecordAt || AsView(head.first(kMagic.size())) != kMagic) return std::nullopt;
  const auto length = ReadLittleEndian<uint32_t>(head.subspan(kMagic.size()));
  if (length > head.size() - kRecordAt) return std::nullopt;
  const ByteSpan record = head.subspan(kRecordAt, length);
  const ByteSpan digest = head.subspan(kDigestAt, sizeof(crypto::Digest));
  if (AsView(digest) != AsView(crypto::Sha256(record))) return std::nullopt;
  v1::StoredAnswer facts;
  if (!facts.ParseFromArray(record.data(), static_cast<int>(record.size()))) return std::nullopt;
  return facts;
}

}  // namespace hansa::client
