#include "coordinator/cli/publish_directory.h"

#include <map>

#include "common/base/text.h"
#include "common/identity/credential.h"

namespace hansa::cli {
namespace {

using identity::AuthorityBook;

// By site id. What the authority did not sign is none of its book's business.
using Known = std::map<std::string, const v1::RegisteredInvitation*>;

Known KnownIn(const Registered& registered, const crypto::Ed25519Public& authority) {
  Known known;
  for (const v1::RegisteredInvitation& invitation : registered.invitations) {
    const auto verified =
        identity::VerifyInvitationCertificate(invitation.certificate(), authority);
    if (verified.ok()) known[verified->site_id] = &invitation;
  }
  return known;
}

Result<> Register(OperatorClient& client, const v1::InvitedSite& site) {
  v1::OperatorRequest request;
  v1::RegisterInvitation& registration = *request.mutable_register_invitation();
  *registration.mutable_certificate() = site.certificate();
  registration.set_site_name(site.name());
  registration.set_listed(true);
  HANSA_TRY(client.Call(request));
  return Success();
}

Result<> Revoke(OperatorClient& client, const v1::InvitedSite& site) {
  v1::OperatorRequest request;
  *request.mutable_revoke_site()->mutable_revocation() = site.revocation();
  HANSA_TRY(client.Call(request));
  return Success();
}

}  // namespace

Result<> SendDirectory(OperatorClient& client, const AuthorityBook& book) {
  v1::OperatorRequest request;
  v1::PublishDirectory& publish = *request.mutable_publish_directory();
  *publish.mutable_directory() = book.directory();
  for (const auto& leaf : book.Listed())
    publish.mutable_site_ids()->append(ToString(FromHex(leaf.first)));
  HANSA_TRY(client.Call(request));
  return Success();
}

Result<Registered> FetchRegistered(OperatorClient& client) {
  Registered registered;
  std::string after;
  for (bool more = true; more;) {
    v1::OperatorRequest request;
    request.mutable_list_invitations()->set_after(after);
    Reply reply = HANSA_TRY(client.Call(request));
    v1::InvitationList& list = *reply.message.mutable_invitation_list();
    more = list.more() && list.invitations_size() > 0;
    if (list.has_directory()) registered.directory = list.directory();
    for (v1::RegisteredInvitation& invitation : *list.mutable_invitations()) {
      v1::InvitationCertificate certificate;
      if (!certificate.ParseFromString(invitation.certificate().payload()) ||
          certificate.site_id() <= after)
        return VerificationFailed("the coordinator's list of invitations cannot be used",
                                  "its sites do not ascend");
      after = certificate.site_id();
      registered.invitations.push_back(std::move(invitation));
    }
  }
  return registered;
}

Result<Published> PublishBook(OperatorClient& client, const AuthorityBook& book) {
  if (!book.has_directory())
    return BadInput("there is no directory to publish", "the authority has signed none yet",
                    "Invite a site, or sign one with: hansa authority directory --out FILE");
  const Registered registered = HANSA_TRY(FetchRegistered(client));
  const Known known = KnownIn(registered, book.authority());
  Published done{.epoch = book.epoch(), .sites = book.Listed().size()};
  for (int i = 0; i < book.sites().size(); ++i) {
    const v1::InvitedSite& site = book.sites()[i];
    const auto found = known.find(book.site_id(i));
    if (site.has_revocation() && found != known.end() && !found->second->has_revocation()) {
      HANSA_TRY(Revoke(client, site));
      ++done.revoked;
    }
    const bool listed = site.listed_from() > 0 && site.listed_until() == 0;
    if (!listed || found != known.end()) continue;
    HANSA_TRY(Register(client, site));
    ++done.registered;
  }
  HANSA_TRY(SendDirectory(client, book));
  return done;
}

}  // namespace hansa::cli
