// What goes between an authority without a network and the operator: its book and directories, a
// coordinator's request, by their first byte; and the proof that a roster is in a directory, which
// holds for the tree's own leaves and no others.

#include <climits>

#include "common/base/check.h"
#include "common/base/limits.h"
#include "common/identity/authority_book.h"
#include "common/identity/coordinator_request.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa {
namespace {

template <typename Value>
bool Holds(const Result<Value>& read) {
  HANSA_CHECK(read.ok() || read.error().Text().size() < 4096);
  return read.ok();
}

// Reads back as it was.
bool IsBook(std::string_view text) {
  const auto book = identity::AuthorityBook::Parse(text, "fleet.directory");
  if (!Holds(book)) return false;
  HANSA_CHECK(book->Listed().size() <= limits::kSites);
  const std::string json = book->ToJson();
  const auto again = identity::AuthorityBook::Parse(json, "fleet.directory");
  HANSA_CHECK(again.ok() && again->ToJson() == json && again->epoch() == book->epoch());
  return true;
}

bool IsRequest(std::string_view text) {
  const auto request = identity::ParseCoordinatorRequest(text, "coordinator.request");
  if (!Holds(request)) return false;
  const auto again = identity::ParseCoordinatorRequest(identity::ToJson(*request), "x");
  HANSA_CHECK(again.ok() && again->keys == request->keys && again->address == request->address);
  return true;
}

const std::vector<std::string>& Leaves() {
  static const std::vector<std::string> leaves = [] {
    std::vector<std::string> made;
    for (int i = 0; i < 13; ++i) made.push_back("certificate " + std::to_string(i));
    return made;
  }();
  return leaves;
}

// Of leaves 2 and 9, whatever places and digests the roster names.
bool IsProof(ByteSpan bytes) {
  v1::Roster roster;
  if (!roster.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return false;
  std::vector<ByteSpan> all;
  for (const std::string& leaf : Leaves()) all.push_back(AsSpan(leaf));
  const std::vector<ByteSpan> shown = {all[2], all[9]};
  crypto::AuditPath path(roster.inclusion().size() / sizeof(crypto::Digest));
  for (size_t i = 0; i < path.size(); ++i)
    std::copy_n(roster.inclusion().begin() + static_cast<std::ptrdiff_t>(i * path[i].size()),
                path[i].size(), path[i].begin());
  const std::vector<uint32_t> places(roster.places().begin(), roster.places().end());
  const auto count = static_cast<uint32_t>(all.size());
  const bool holds =
      crypto::VerifyMerkleJointPath(crypto::MerkleRoot(all), shown, places, count, path);
  const std::vector<uint32_t> honest = {2, 9};
  HANSA_CHECK(!holds || (places == honest && path == crypto::MerkleJointPath(all, honest)));
  return true;
}

bool Passes(uint8_t kind, ByteSpan bytes) {
  if (kind == 'b') return IsBook(AsView(bytes));
  if (kind == 'q') return IsRequest(AsView(bytes));
  return kind == 'p' && IsProof(bytes);
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > INT_MAX) return -1;
  return hansa::Passes(data[0], {data + 1, size - 1}) ? 0 : -1;
}
