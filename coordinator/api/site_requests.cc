#include <map>

#include "common/base/text.h"
#include "common/identity/credential.h"
#include "common/identity/site_name.h"
#include "coordinator/api/left_out_state.h"
#include "coordinator/api/request.h"

namespace hansa::coordinator {
namespace {

Error AlreadyInvited(const std::string& name) {
  return BadInput(StrCat("a site called ", name, " exists already"), "",
                  "choose another name, or look at it with: hansa site show " + name);
}

std::string StateOf(const StoredSite& site, UnixMillis now) {
  if (site.revoked) return "revoked";
  if (site.enrolled) return "enrolled";
  return now >= site.expires_unix_ms ? "expired" : "invited";
}

// A name is free again once its site is revoked or its invitation has expired unused.
bool IsTaken(const std::string& name, const std::string& by_other_than,
             const SiteDirectory& directory, UnixMillis now) {
  for (const auto& entry : directory.sites()) {
    const std::string site = StateOf(entry.second, now);
    if (entry.second.name == name && entry.first != by_other_than &&
        (site == "enrolled" || site == "invited"))
      return true;
  }
  return false;
}

v1::SiteState Describe(const StoredSite& site, const Member* member, UnixMillis now) {
  v1::SiteState state;
  state.set_site_id(site.site_id);
  state.set_name(site.name);
  state.set_state(StateOf(site, now));
  state.set_last_seen_unix_ms(site.seen_unix_ms);
  state.set_enrolled_unix_ms(site.enrolled_unix_ms);
  state.set_expires_unix_ms(site.expires_unix_ms);
  state.set_software(site.software);
  if (member == nullptr) return state;
  state.set_connected(member->connected);
  if (member->last_seen > 0) state.set_last_seen_unix_ms(member->last_seen);
  for (const auto& [fault, count] : member->faults) (*state.mutable_faults())[fault] = count;
  return state;
}

}  // namespace

Result<> Handle(const v1::RegisterInvitation& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  // One of a directory is a leaf of its tree, whether it was used in time or not.
  const auto invitation = HANSA_TRY(identity::VerifyInvitationCertificate(
      body.certificate(), state.authority,
      body.listed() ? std::nullopt : std::optional(request.now.unix_ms)));
  HANSA_TRY(identity::CheckSiteName(body.site_name()));
  InvitationRegistered record{
      .site_id = invitation.site_id,
      .name = body.site_name(),
      .certificate = ToBytes(body.certificate().SerializeAsString()),
      .curve_key = {invitation.invitation_curve_key.begin(), invitation.invitation_curve_key.end()},
      .expires_unix_ms = invitation.expires_unix_ms};
  const StoredSite* known = state.directory.Find(record.site_id);
  if (known != nullptr && known->certificate != record.certificate)
    return Refused("the invitation is not registered",
                   StrCat("its id ", record.site_id, " belongs to another one"),
                   "make a new one with: hansa site invite");
  if (IsTaken(record.name, record.site_id, state.directory, request.now.unix_ms))
    return AlreadyInvited(record.name);
  if (known == nullptr && state.directory.sites().size() >= state.largest_fleet)
    return Refused("the invitation is not registered",
                   StrCat("the fleet has ", state.directory.sites().size(), " sites"),
                   "raise largest_fleet in coordinator.toml");
  if (known == nullptr) {
    state.directory.Apply(record);
    out.records.push_back(std::move(record));
  }
  AnswerDone(request, out);
  return Success();
}

Result<> Handle(const v1::ListSites&, const Request& request, ServerState& state, TurnOutput& out) {
  const Membership& membership = state.machine.membership();
  v1::OperatorReply reply;
  reply.mutable_site_list();
  std::map<std::string, v1::SiteState*> told;
  for (const auto& [id, site] : state.directory.sites()) {
    v1::SiteState& added = *reply.mutable_site_list()->add_sites();
    added = Describe(site, membership.Find(id), request.now.unix_ms);
    told[id] = &added;
  }
  for (const JobBook::Entry* job : state.jobs.All())
    for (const v1::LeftOutSite& site : job->record.left_out())
      if (const auto known = told.find(site.site()); known != told.end())
        *known->second->add_left_out() = ToMessage(job->record.job_id(), site, membership);
  Answer(request, std::move(reply), true, out);
  return Success();
}

Result<> Handle(const v1::RevokeSite& body, const Request& request, ServerState& state,
                TurnOutput& out) {
  const auto revocation = HANSA_TRY(identity::VerifyRevocation(body.revocation(), state.authority));
  const StoredSite* site = state.directory.Find(revocation.site_id);
  if (site == nullptr)
    return BadInput("nothing is revoked", StrCat("no site has the id ", revocation.site_id),
                    "see the sites with: hansa site list");
  if (!site->revoked) {
    SiteRevoked record{.site_id = revocation.site_id,
                       .revocation = ToBytes(body.revocation().SerializeAsString()),
                       .revoked_unix_ms = request.now.unix_ms};
    state.directory.Apply(record);
    out.records.push_back(record);
    out.effects.Append(state.machine.Step(MemberRevoked{record.site_id}, request.now));
    out.revoked.push_back(record.site_id);
  }
  AnswerDone(request, out);
  return Success();
}

}  // namespace hansa::coordinator
