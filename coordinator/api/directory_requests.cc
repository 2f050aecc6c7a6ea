// The authority's directory: what goes into its book, and the newest one coming back.

#include "common/base/limits.h"
#include "common/base/text.h"
#include "coordinator/api/request.h"
#include "coordinator/app/open_directory.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kInvitationsAPage = 1000;
constexpr size_t kIdBytes = 8;

std::vector<std::string> IdsIn(const std::string& bytes) {
  std::vector<std::string> ids;
  for (size_t at = 0; at + kIdBytes <= bytes.size(); at += kIdBytes)
    ids.push_back(Hex(AsSpan(std::string_view(bytes).substr(at, kIdBytes))));
  return ids;
}

bool Ascend(const std::vector<std::string>& ids) {
  for (size_t i = 1; i < ids.size(); ++i)
    if (ids[i] <= ids[i - 1]) return false;
  return true;
}

// False when the directory is newer than the one published; true when it is that one.
Result<bool> IsPublished(const identity::VerifiedDirectory& directory,
                         const identity::DirectoryHandle& published) {
  if (published == nullptr || directory.epoch > published->facts().epoch) return false;
  if (directory.digest == published->facts().digest) return true;
  return Refused(
      "the directory is not published",
      StrCat("its epoch is ", directory.epoch, "; epoch ", published->facts().epoch,
             " was published", directory.epoch == published->facts().epoch ? ", another one" : ""),
      "Publish the newest; if the authority's book is an old copy, bring it up to date with: "
      "hansa authority adopt");
}

void Copy(const Bytes& from, v1::Signed& to) {
  if (!to.ParseFromArray(from.data(), static_cast<int>(from.size()))) to.Clear();
}

}  // namespace

Result<> Handle(const v1::ListInvitations& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  v1::OperatorReply reply;
  v1::InvitationList& list = *reply.mutable_invitation_list();
  const auto& sites = state.directory.sites();
  for (auto site = sites.upper_bound(body.after()); site != sites.end(); ++site) {
    if (static_cast<size_t>(list.invitations_size()) == kInvitationsAPage) {
      list.set_more(true);
      break;
    }
    v1::RegisteredInvitation& invitation = *list.add_invitations();
    Copy(site->second.certificate, *invitation.mutable_certificate());
    invitation.set_site_name(site->second.name);
    if (site->second.revoked) Copy(site->second.revocation, *invitation.mutable_revocation());
  }
  if (const auto& directory = state.machine.membership().directory())
    *list.mutable_directory() = directory->directory();
  Answer(request, std::move(reply), true, out);
  return Success();
}

Result<> Handle(const v1::PublishDirectory& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const auto facts = HANSA_TRY(identity::VerifyDirectory(body.directory(), state.authority));
  const Membership& membership = state.machine.membership();
  if (HANSA_TRY(IsPublished(facts, membership.directory()))) {
    AnswerDone(request, out);
    return Success();
  }
  const std::vector<std::string> ids = IdsIn(body.site_ids());
  if (!Ascend(ids)) return BadInput("the directory is not published", "its sites do not ascend");
  identity::DirectoryHandle directory =
      HANSA_TRY(OpenDirectory(body.directory(), ids, state.directory, state.authority));
  out.records.push_back(
      DirectoryPublished{.epoch = facts.epoch,
                         .directory = ToBytes(body.directory().SerializeAsString()),
                         .sites = ids});
  for (const SiteId& site : membership.Connected())
    if (!directory->Lists(site)) out.unlisted.push_back(site);
  out.effects.Append(state.machine.Step(DirectoryChanged{std::move(directory)}, request.now));
  AnswerDone(request, out);
  return Success();
}

}  // namespace hansa::coordinator
