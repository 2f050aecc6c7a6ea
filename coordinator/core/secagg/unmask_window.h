#pragma once
// R4: what proves the view of the session to those that are alive, shares of the secrets to be
// revealed back. A share that is not the one its dealer committed to is erased and counted against
// its holder.

#include <map>

#include "coordinator/core/secagg/dealt_leaves.h"
#include "coordinator/core/secagg/masked_sum.h"
#include "coordinator/core/secagg/masked_witnesses.h"
#include "coordinator/core/secagg/revealed_answer.h"
#include "coordinator/core/secagg/server_phase.h"

namespace hansa::coordinator {

class UnmaskWindow final : public ServerPhase {
 public:
  UnmaskWindow(ServerContext& context, MaskedSum masked, std::map<uint32_t, v1::Signed> statements);

  ServerStep step() const override { return ServerStep::kUnmask; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kUnmask; }
  Duration window() const override { return context_.windows.unmask; }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  void Forget(const std::string& site_id) override { waiting_.Forget(site_id); }
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled() || HasEnoughShares(); }
  PhaseEnd Close(bool time_is_up) override;

 private:
  // `witnesses`: where sites see their neighbours' (rule A).
  v1::UnmaskRequest RequestTo(uint32_t index,
                              const std::optional<MaskedWitnesses>& witnesses) const;
  void AddStatements(uint32_t index, v1::UnmaskRequest& request) const;
  // Of the right kind, and what its owner dealt to `holder`: what is in `leaf`.
  bool IsRight(uint32_t holder, const RevealedView& revealed, ByteSpan leaf) const;
  std::vector<ByteSpan> LeavesOf(uint32_t holder, const std::vector<RevealedView>& revealed) const;
  void TakeShare(uint32_t holder, const RevealedView& revealed);
  // For the first of its wrong shares that is proof, if one is.
  void Convict(uint32_t holder, const std::vector<RevealedView>& revealed,
               const std::vector<size_t>& wrong, const std::string& signature);
  bool HasEnoughShares() const { return lacking_ == 0; }
  // What is left of the session for its transcript; null where it did not keep all of it.
  std::shared_ptr<const transcript::SessionEvidence> TakeEvidence();

  ServerContext& context_;
  MaskedSum masked_;
  DealtLeaves leaves_;
  std::map<uint32_t, v1::Signed> statements_;
  WaitingList waiting_;
  std::vector<secagg::OwnerShares> owners_;  // by roster index; used of members of U1
  size_t lacking_ = 0;                       // of these, how many have too few shares
  std::optional<v1::AliveQuorum> quorum_;    // on a ring: what everybody is shown
};

}  // namespace hansa::coordinator
