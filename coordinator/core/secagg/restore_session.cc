// A session of an earlier process, rebuilt from the steps that were durable before they were said.

#include "common/base/text.h"
#include "common/secagg/session_graph.h"
#include "common/wire/session_params.h"
#include "coordinator/core/secagg/advertise_window.h"
#include "coordinator/core/secagg/alive_window.h"
#include "coordinator/core/secagg/fixed_size.h"
#include "coordinator/core/secagg/masked_input_window.h"
#include "coordinator/core/secagg/shares_window.h"
#include "coordinator/core/secagg/unmask_window.h"
#include "coordinator/core/sum_record.h"

namespace hansa::coordinator {
namespace {

using Step = v1::SessionStepRecord;
using Boxes = std::map<uint32_t, ShareBox>;

Error Wrong(std::string why) {
  return BadInput("the session under way cannot be taken up again", std::move(why));
}

// The record of this kind, at its place in the order; null: the session did not come so far.
Result<const Step*> At(std::span<const Step> steps, size_t place, Step::StepCase kind) {
  if (place >= steps.size()) return static_cast<const Step*>(nullptr);
  if (steps[place].step_case() != kind)
    return Wrong(
        StrCat("its step ", place, " is of kind ", steps[place].step_case(), ", not ", kind));
  return &steps[place];
}

Result<> RestoreOpened(ServerContext& context, const v1::SessionOpened& opened,
                       std::vector<Candidate> candidates, Instant back_by) {
  auto params = HANSA_TRY(wire::CheckParams(AsSpan(opened.params().payload())));
  context.setup = std::move(params.setup);
  context.params = opened.params();
  context.params_hash = params.hash;
  for (Candidate& candidate : candidates) {
    const std::string id = candidate.site_id;
    context.sites[id] = {.candidate = std::move(candidate), .back_by = back_by};
  }
  for (const std::string& id : opened.sites())
    if (!context.sites.contains(id)) return Wrong(StrCat("site ", id, " is no longer enrolled"));
  return Success();
}

Result<> RestoreRoster(ServerContext& context, const v1::Roster& roster) {
  for (const std::string& bytes : roster.entries()) {
    v1::RosterEntry entry;
    v1::Advertisement advertisement;
    if (!entry.ParseFromString(bytes) ||
        !advertisement.ParseFromString(entry.advertisement().payload()) ||
        !context.sites.contains(advertisement.site_id()))
      return Wrong("an entry of its roster is damaged");
    if (!context.roster.members.empty() &&
        advertisement.site_id() <= context.roster.members.back().site_id)
      return Wrong("its roster is not in order");
    const Candidate& candidate = context.Site(advertisement.site_id()).candidate;
    RosterMember member{.site_id = candidate.site_id, .identity_key = candidate.identity_key};
    if (!CopyTo(advertisement.mask_key(), member.mask_key) ||
        !CopyTo(advertisement.self_mask_commitment(), member.self_mask_commitment))
      return Wrong("an entry of its roster is damaged");
    context.roster.members.push_back(std::move(member));
    context.roster.entries.push_back(bytes);
  }
  const uint32_t sites = context.roster.size();
  const secagg::GraphSize graph{roster.neighbours(), roster.threshold()};
  if (const auto checked = secagg::CheckGraph(context.setup, sites, graph); !checked.ok())
    return Wrong(checked.error().Text());
  context.roster.id = {.params = context.params_hash,
                       .roster = secagg::RosterRoot(roster.entries(), graph)};
  context.roster.SetGraph(context.setup, graph);
  return Success();
}

// Whoever is not named is out since the step before.
void KeepOnly(ServerContext& context, const std::set<std::string>& named) {
  for (auto& [id, site] : context.sites)
    if (!named.contains(id)) site.taking_part = false;
}

std::set<std::string> NamesOf(const ServerContext& context, const std::vector<uint32_t>& indices) {
  std::set<std::string> names;
  for (const uint32_t index : indices) names.insert(context.roster.members[index].site_id);
  return names;
}

std::set<std::string> AllOf(const ServerRoster& roster) {
  std::set<std::string> names;
  for (const RosterMember& member : roster.members) names.insert(member.site_id);
  return names;
}

Result<Boxes> RestoreBoxes(ServerContext& context, const v1::SharersFixed& sharers) {
  Boxes boxes;
  std::vector<uint32_t> owners;
  const uint32_t size = context.roster.size();
  for (const v1::DealtShares& dealt : sharers.dealt()) {
    if (dealt.owner() >= size) return Wrong("what a site dealt is damaged");
    std::optional<ShareBox> box = BoxOf(dealt, context.roster.graph);
    if (!box) return Wrong("what a site dealt is damaged");
    owners.push_back(dealt.owner());
    boxes.emplace(dealt.owner(), *std::move(box));
  }
  KeepOnly(context, NamesOf(context, owners));
  return boxes;
}

Result<MaskedSum> RestoreSum(ServerContext& context, Boxes boxes, const v1::SurvivorsFixed& fixed) {
  auto survivors = secagg::Bitmap::Parse(context.roster.size(), AsSpan(fixed.survivors()));
  if (!survivors) return Wrong("who is in its sum is damaged");
  auto sum =
      VectorOf(fixed.sum(), fixed.sum_sha256(), context.setup.vector_bytes(), context.stored);
  if (!sum.ok()) return Wrong(sum.error().Text());
  MaskedSum masked{.boxes = std::move(boxes),
                   .sharers = secagg::Bitmap(context.roster.size()),
                   .survivors = std::move(*survivors),
                   .sum = *std::move(sum)};
  for (const auto& entry : masked.boxes) masked.sharers.Add(entry.first);
  for (const v1::MaskedWitness& witness : fixed.masked())
    masked.commitments.emplace(witness.site(), witness.commitment());
  KeepOnly(context, NamesOf(context, masked.survivors.Members()));
  context.updates_may_be_spent = true;
  return masked;
}

Result<std::map<uint32_t, v1::Signed>> RestoreQuorum(ServerContext& context,
                                                     const v1::QuorumFixed& quorum) {
  std::map<uint32_t, v1::Signed> statements;
  std::vector<uint32_t> signers;
  for (const v1::AliveWitness& witness : quorum.statements()) {
    if (witness.site() >= context.roster.size()) return Wrong("its quorum is damaged");
    signers.push_back(witness.site());
    statements.emplace(witness.site(), witness.statement());
  }
  KeepOnly(context, NamesOf(context, signers));
  return statements;
}

// From the roster on.
Result<std::unique_ptr<ServerPhase>> RestorePhase(ServerContext& context,
                                                  std::span<const Step> steps) {
  const Step* roster = HANSA_TRY(At(steps, 1, Step::kRoster));
  const Step* sharers = HANSA_TRY(At(steps, 2, Step::kSharers));
  const Step* survivors = HANSA_TRY(At(steps, 3, Step::kSurvivors));
  const Step* quorum = HANSA_TRY(At(steps, 4, Step::kQuorum));
  using Phase = std::unique_ptr<ServerPhase>;
  if (roster == nullptr) return Phase(std::make_unique<AdvertiseWindow>(context));
  HANSA_TRY(RestoreRoster(context, roster->roster()));
  KeepOnly(context, AllOf(context.roster));
  if (sharers == nullptr) return Phase(std::make_unique<SharesWindow>(context, roster->roster()));
  Boxes boxes = HANSA_TRY(RestoreBoxes(context, sharers->sharers()));
  if (survivors == nullptr)
    return Phase(std::make_unique<MaskedInputWindow>(context, std::move(boxes)));
  MaskedSum sum = HANSA_TRY(RestoreSum(context, std::move(boxes), survivors->survivors()));
  if (quorum == nullptr) return AfterSum(context, std::move(sum));
  auto statements = HANSA_TRY(RestoreQuorum(context, quorum->quorum()));
  return Phase(std::make_unique<UnmaskWindow>(context, std::move(sum), std::move(statements)));
}

}  // namespace

Result<std::unique_ptr<ServerSession>> ServerSession::Restore(
    std::span<const v1::SessionStepRecord> steps, std::vector<Candidate> candidates,
    PhaseWindows windows, Instant back_by, uint64_t inline_bytes, StoredVectors stored,
    const identity::DirectoryHandle* directory) {
  const Step* opened = HANSA_TRY(At(steps, 0, Step::kOpened));
  if (opened == nullptr) return Wrong("nothing of it was kept");
  auto context = std::make_unique<ServerContext>();
  context->windows = windows;
  context->inline_bytes = inline_bytes;
  context->stored = std::move(stored);
  context->directory = directory;
  context->restored = true;
  HANSA_TRY(RestoreOpened(*context, opened->opened(), std::move(candidates), back_by));
  auto phase = HANSA_TRY(RestorePhase(*context, steps));
  std::unique_ptr<ServerSession> session(new ServerSession(std::move(context)));
  session->restored_ = std::move(phase);
  return session;
}

}  // namespace hansa::coordinator
