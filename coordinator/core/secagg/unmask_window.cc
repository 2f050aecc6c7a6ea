#include "coordinator/core/secagg/unmask_window.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "coordinator/core/secagg/roster_index.h"
#include "coordinator/core/secagg/unmasking.h"

namespace hansa::coordinator {
namespace {

v1::SessionStepRecord QuorumStep(const std::map<uint32_t, v1::Signed>& statements) {
  v1::SessionStepRecord step;
  for (const auto& [index, statement] : statements) {
    v1::AliveWitness& kept = *step.mutable_quorum()->add_statements();
    kept.set_site(index);
    *kept.mutable_statement() = statement;
  }
  return step;
}

// As many statements of sites that are asked as a site wants, and no more: it checks each. All
// accepted ones are of the same bytes, but for sites that write Protobuf in another way.
v1::AliveQuorum QuorumOf(const ServerRoster& roster,
                         const std::map<uint32_t, v1::Signed>& statements) {
  std::map<std::string_view, uint32_t> wordings;
  for (const auto& [signer, statement] : statements)
    if (roster.graph.PositionOf(signer) < roster.quorum->positions) ++wordings[statement.payload()];
  v1::AliveQuorum quorum;
  const auto common =
      std::max_element(wordings.begin(), wordings.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (common == wordings.end()) return quorum;
  quorum.set_statement(std::string(common->first));
  uint32_t wanted = roster.quorum->signers;
  for (const auto& [signer, statement] : statements) {
    if (wanted == 0) break;
    if (roster.graph.PositionOf(signer) >= roster.quorum->positions) continue;
    --wanted;
    if (statement.payload() == common->first) {
      quorum.add_sites(signer);
      quorum.mutable_signatures()->append(statement.signature());
    } else {
      v1::AliveWitness& witness = *quorum.add_others();
      witness.set_site(signer);
      *witness.mutable_statement() = statement;
    }
  }
  return quorum;
}

}  // namespace

UnmaskWindow::UnmaskWindow(ServerContext& context, MaskedSum masked,
                           std::map<uint32_t, v1::Signed> statements)
    : context_(context),
      masked_(std::move(masked)),
      statements_(std::move(statements)),
      waiting_(context.roster.threshold) {
  owners_.resize(context.roster.size());
  boxes_.resize(context.roster.size());
  for (const auto& [owner, box] : masked_.boxes) boxes_[owner] = &box;
  for (const uint32_t owner : masked_.sharers.Members()) {
    owners_[owner].owner = owner;
    ++lacking_;
  }
  if (context.roster.quorum) quorum_ = QuorumOf(context.roster, statements_);
}

void UnmaskWindow::Open() {
  context_.Record(context_.asks_alive() ? QuorumStep(statements_)
                                        : SurvivorsStep(context_, masked_));
  std::optional<MaskedWitnesses> witnesses;
  if (quorum_) witnesses.emplace(context_.roster, masked_.sharers, masked_.commitments);
  for (const uint32_t index : masked_.survivors.Members()) {
    if (!context_.IsTakingPart(index)) continue;
    if (context_.asks_alive() && !statements_.contains(index)) continue;
    auto message = std::make_shared<v1::SecAggToSite>();
    *message->mutable_unmask_request() = RequestTo(index, witnesses);
    const std::string& id = context_.roster.members[index].site_id;
    waiting_.Ask(id);
    context_.Ask(id, std::move(message));
  }
}

v1::UnmaskRequest UnmaskWindow::RequestTo(uint32_t index,
                                          const std::optional<MaskedWitnesses>& witnesses) const {
  v1::UnmaskRequest request;
  request.set_params_hash(context_.params_hash_text());
  if (!context_.asks_alive()) request.set_survivors(ToString(masked_.survivors.bytes()));
  if (witnesses) {
    *request.mutable_alive() = *quorum_;
    witnesses->AddNeighboursOf(index, request);
  } else {
    AddStatements(index, request);
  }
  return request;
}

// On the complete graph: t of others, and no more.
void UnmaskWindow::AddStatements(uint32_t index, v1::UnmaskRequest& request) const {
  for (const auto& [signer, statement] : statements_) {
    if (static_cast<uint32_t>(request.quorum_size()) == context_.roster.threshold) return;
    if (signer == index) continue;
    v1::AliveWitness& witness = *request.add_quorum();
    witness.set_site(signer);
    *witness.mutable_statement() = statement;
  }
}

std::optional<SecretBytes> UnmaskWindow::TakeShare(uint32_t holder,
                                                   const v1::RevealedShare& revealed) const {
  const uint32_t owner = revealed.owner();
  const bool survived = masked_.survivors.Has(owner);
  if (survived != revealed.has_self_mask() || survived == revealed.has_mask_secret())
    return std::nullopt;
  const secagg::ShareKind kind =
      survived ? secagg::ShareKind::kSelfMask : secagg::ShareKind::kMaskSecret;
  const ByteSpan share = AsSpan(survived ? revealed.self_mask() : revealed.mask_secret());
  if (!boxes_[owner]->Matches(context_.roster.id, kind, owner, holder, share)) return std::nullopt;
  return SecretBytes(share);
}

std::string_view UnmaskWindow::Accept(const std::string& site_id,
                                      const v1::SecAggToCoordinator& message, Bytes) {
  const uint32_t holder = IndexOf(context_.roster, site_id);
  const v1::Unmask& unmask = message.unmask();
  std::set<uint32_t> seen;
  for (const v1::RevealedShare& revealed : unmask.shares())
    if (!masked_.sharers.Has(revealed.owner()) ||
        !context_.roster.graph.AreNeighbours(revealed.owner(), holder) ||
        !seen.insert(revealed.owner()).second)
      return "wrong_owner";
  for (const v1::RevealedShare& revealed : unmask.shares()) {
    std::optional<SecretBytes> share = TakeShare(holder, revealed);
    if (!share) {
      context_.Fault(site_id, step(), "share_mismatch");
      continue;
    }
    secagg::OwnerShares& owner = owners_[revealed.owner()];
    owner.holders.push_back(holder);
    owner.shares.push_back(std::move(*share));
    if (owner.shares.size() == context_.roster.threshold) --lacking_;
  }
  waiting_.Answered(site_id);
  return "";
}

std::shared_ptr<const transcript::SessionEvidence> UnmaskWindow::TakeEvidence() {
  const ServerRoster& roster = context_.roster;
  auto evidence = std::make_shared<transcript::SessionEvidence>();
  evidence->session_number = context_.setup.session_number;
  evidence->params = context_.params;
  evidence->entries = roster.entries;
  evidence->graph = {roster.graph.neighbours(), roster.threshold};
  evidence->sharers = masked_.sharers;
  evidence->survivors = masked_.survivors;
  evidence->masked = std::move(masked_.commitments);
  evidence->alive = std::move(statements_);
  for (auto& [owner, box] : masked_.boxes)
    evidence->dealt[owner] = {std::move(box.commitment), std::move(box.leaves)};
  for (const uint32_t owner : masked_.sharers.Members()) {
    const secagg::OwnerShares& released = owners_[owner];
    transcript::ReleasedEvidence& out = evidence->released[owner];
    out.holders = released.holders;
    for (const SecretBytes& share : released.shares) Append(out.shares, share.Reveal());
  }
  if (evidence->complete()) return evidence;
  return nullptr;
}

PhaseEnd UnmaskWindow::Close(bool time_is_up) {
  if (!HasEnoughShares()) {
    if (time_is_up) DropPending(context_, step(), waiting_);
    for (const uint32_t owner : masked_.sharers.Members()) {
      const size_t shares = owners_[owner].shares.size();
      if (shares >= context_.roster.threshold) continue;
      return SecAggFailed{.reason = StrCat("unmask: ", shares, " good shares of a secret of site ",
                                           context_.roster.members[owner].site_id, ", ",
                                           context_.roster.threshold, " needed")};
    }
  }
  if (context_.records) context_.evidence = TakeEvidence();
  secagg::UnmaskWork work{.id = context_.roster.id,
                          .threshold = context_.roster.threshold,
                          .graph = context_.roster.graph,
                          .sharers = masked_.sharers,
                          .survivors = masked_.survivors,
                          .sum = std::move(masked_.sum),
                          .ring_bits = context_.setup.ring_bits};
  for (const RosterMember& member : context_.roster.members)
    work.roster.push_back({.site_id = member.site_id,
                           .mask_key = member.mask_key,
                           .self_mask_commitment = member.self_mask_commitment});
  for (const uint32_t owner : masked_.sharers.Members())
    work.owners.push_back(std::move(owners_[owner]));
  return std::make_unique<Unmasking>(context_, std::move(work));
}

}  // namespace hansa::coordinator
