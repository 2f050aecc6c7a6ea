#include "coordinator/core/secagg/advertise_window.h"

#include "common/base/text.h"
#include "common/crypto/contexts.h"
#include "common/identity/signed_message.h"
#include "common/secagg/session_graph.h"
#include "coordinator/core/secagg/fixed_size.h"
#include "coordinator/core/secagg/shares_window.h"

namespace hansa::coordinator {
namespace {

bool SameCredential(const v1::SiteCredential& a, const v1::SiteCredential& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// That every site of the roster is in the directory.
void AddProof(const identity::PublishedDirectory& directory, const ServerRoster& roster,
              v1::Roster& message) {
  std::vector<std::string> ids;
  for (const RosterMember& member : roster.members) ids.push_back(member.site_id);
  const identity::InclusionProof proof = directory.Prove(ids);
  *message.mutable_directory() = directory.directory();
  for (const uint32_t place : proof.places) message.add_places(place);
  for (const crypto::Digest& digest : proof.path)
    message.mutable_inclusion()->append(AsView(digest));
}

}  // namespace

AdvertiseWindow::AdvertiseWindow(ServerContext& context)
    : context_(context), waiting_(context.setup.smallest_cohort) {}

void AdvertiseWindow::Open() {
  v1::SessionStepRecord step;
  *step.mutable_opened()->mutable_params() = context_.params;
  auto message = std::make_shared<v1::SecAggToSite>();
  *message->mutable_params() = context_.params;
  for (const auto& [id, site] : context_.sites) {
    step.mutable_opened()->add_sites(id);
    waiting_.Ask(id);
    context_.Ask(id, message);
  }
  context_.Record(std::move(step));
}

std::string_view AdvertiseWindow::Accept(const std::string& site_id,
                                         const v1::SecAggToCoordinator& message, Bytes) {
  const v1::Advertise& advertise = message.advertise();
  const Candidate& candidate = context_.Site(site_id).candidate;
  if (!SameCredential(advertise.credential(), candidate.credential)) return "wrong_credential";
  v1::Advertisement advertisement;
  if (!identity::OpenSigned(advertise.advertisement(), candidate.identity_key,
                            crypto::context::kAdvertise, "an advertisement", advertisement)
           .ok())
    return "bad_signature";
  if (advertisement.site_id() != site_id ||
      advertisement.params_hash() != AsView(context_.params_hash))
    return "wrong_session";
  Entry entry;
  entry.member = {.site_id = site_id, .identity_key = candidate.identity_key};
  if (!CopyTo(advertisement.encryption_key(), entry.encryption_key) ||
      !CopyTo(advertisement.mask_key(), entry.member.mask_key) ||
      !CopyTo(advertisement.self_mask_commitment(), entry.member.self_mask_commitment))
    return "wrong_length";
  if (!crypto::IsAcceptableX25519Public(entry.encryption_key) ||
      !crypto::IsAcceptableX25519Public(entry.member.mask_key))
    return "bad_key";
  if (entry.encryption_key == entry.member.mask_key || keys_.contains(entry.encryption_key) ||
      keys_.contains(entry.member.mask_key))
    return "repeated_key";
  keys_.insert({entry.encryption_key, entry.member.mask_key});
  v1::RosterEntry roster_entry;
  *roster_entry.mutable_advertisement() = advertise.advertisement();
  *roster_entry.mutable_credential() = candidate.credential;
  entry.bytes = roster_entry.SerializeAsString();
  entries_.emplace(site_id, std::move(entry));
  waiting_.Answered(site_id);
  return "";
}

void AdvertiseWindow::Forget(const std::string& site_id) {
  if (entries_.erase(site_id) > 0) waiting_.Retract();
  waiting_.Forget(site_id);
}

identity::DirectoryHandle AdvertiseWindow::Directory() const {
  return context_.directory == nullptr ? nullptr : *context_.directory;
}

// Sites would refuse a roster with them.
void AdvertiseWindow::DropUnlisted(const identity::PublishedDirectory& directory) {
  std::vector<std::string> unlisted;
  for (const auto& entry : entries_)
    if (!directory.Lists(entry.first)) unlisted.push_back(entry.first);
  for (const std::string& site : unlisted) {
    context_.Drop(site, step(), "not_listed");
    Forget(site);
  }
}

PhaseEnd AdvertiseWindow::Close(bool time_is_up) {
  if (time_is_up) DropPending(context_, step(), waiting_);
  const identity::DirectoryHandle directory = Directory();
  if (directory) DropUnlisted(*directory);
  if (!waiting_.Enough()) return TooFew(context_, step(), waiting_);
  const auto sites = static_cast<uint32_t>(entries_.size());
  const auto graph = secagg::ChooseGraph(context_.setup, sites);
  if (!graph.ok()) return SecAggFailed{.reason = graph.error().Text()};

  v1::Roster message;
  message.set_params_hash(context_.params_hash_text());
  message.set_neighbours(graph->neighbours);
  message.set_threshold(graph->threshold);
  for (auto& [id, entry] : entries_) {
    message.add_entries(entry.bytes);
    context_.roster.entries.push_back(entry.bytes);
    context_.roster.members.push_back(entry.member);
  }
  if (directory) AddProof(*directory, context_.roster, message);
  context_.roster.id = {.params = context_.params_hash,
                        .roster = secagg::RosterRoot(message.entries(), *graph)};
  context_.roster.SetGraph(context_.setup, *graph);
  return std::make_unique<SharesWindow>(context_, std::move(message));
}

}  // namespace hansa::coordinator
