#pragma once
// The authority's book and the coordinator, which knows invitations and revocations of its own.

#include <cstdint>
#include <vector>

#include "common/base/result.h"
#include "common/identity/authority_book.h"
#include "coordinator/cli/operator_client.h"

namespace hansa::cli {

struct Published {
  uint64_t epoch = 0;
  size_t sites = 0;
  size_t registered = 0, revoked = 0;  // that the coordinator had not heard of
};

// The newest directory alone: its sites are registered.
Result<> SendDirectory(OperatorClient& client, const identity::AuthorityBook& book);
// With all that the coordinator lacks for it. kBadInput when the book has no directory.
Result<Published> PublishBook(OperatorClient& client, const identity::AuthorityBook& book);

// What the coordinator knows, all pages.
struct Registered {
  std::vector<v1::RegisteredInvitation> invitations;
  std::optional<v1::Signed> directory;
};
Result<Registered> FetchRegistered(OperatorClient& client);

}  // namespace hansa::cli
