#pragma once
// R2: U1 and the shares to everyone in it, masked inputs back. A small input comes in the message
// and is added at once. A large one is only announced: the coordinator fetches it, and it is added
// beside the loop once all of it is there and is what its site has signed.

#include <map>
#include <memory>

#include "common/secagg/ring.h"
#include "coordinator/core/secagg/masked_sum.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class MaskedInputWindow final : public ServerPhase {
 public:
  MaskedInputWindow(ServerContext& context, std::map<uint32_t, ShareBox> boxes);

  ServerStep step() const override { return ServerStep::kMaskedInput; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kMaskedInput; }
  Duration window() const override { return context_.windows.masked_input; }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  // Announced again, on another connection: the transfer goes on.
  void Repeated(const std::string& site_id) override;
  // All of it is there. From here on its site is in U2, and may leave.
  void Arrived(const std::string& site_id, BlobHandle vector);
  void Added() { --adding_; }
  bool Fetches(const std::string& site_id) const { return fetched_.contains(site_id); }

  // A site that left after its input was added stays in the sum.
  void Forget(const std::string& site_id) override;
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled() && adding_ == 0; }
  bool Busy() const override { return adding_ > 0; }
  PhaseEnd Close(bool time_is_up) override;

 private:
  std::string_view CheckCommitment(uint32_t index, const v1::MaskedInput& input,
                                   crypto::Digest& masked_sha256) const;
  std::string_view CheckSize(const v1::MaskedInput& input, size_t payload_bytes) const;

  ServerContext& context_;
  MaskedSum masked_;  // U2 is growing, and the sum comes at the end
  WaitingList waiting_;
  secagg::RingVector sum_;                         // of inputs in messages
  std::shared_ptr<RunningSum> running_;            // of fetched ones; else null
  std::map<std::string, crypto::Digest> fetched_;  // announced, and not all there
  size_t adding_ = 0;                              // pieces of work under way, of keeping too
};

}  // namespace hansa::coordinator
