#pragma once
// R0: parameters to every candidate, fresh keys back.

#include <map>
#include <set>

#include "coordinator/core/secagg/server_phase.h"

namespace hansa::coordinator {

class AdvertiseWindow final : public ServerPhase {
 public:
  explicit AdvertiseWindow(ServerContext& context);

  ServerStep step() const override { return ServerStep::kAdvertise; }
  Kind awaits() const override { return v1::SecAggToCoordinator::kAdvertise; }
  Duration window() const override {
    return context_.bound ? context_.windows.advertise : context_.advertise_unbound;
  }
  void Open() override;
  std::string_view Accept(const std::string& site_id, const v1::SecAggToCoordinator& message,
                          Bytes payload) override;
  void Forget(const std::string& site_id) override;
  const std::set<std::string>& pending() const override { return waiting_.pending(); }
  bool Settled() const override { return waiting_.Settled(); }
  PhaseEnd Close(bool time_is_up) override;

 private:
  identity::DirectoryHandle Directory() const;
  void DropUnlisted(const identity::PublishedDirectory& directory);

  struct Entry {
    RosterMember member;
    crypto::X25519Public encryption_key{};
    std::string bytes;  // serialised RosterEntry
  };

  ServerContext& context_;
  WaitingList waiting_;
  std::map<std::string, Entry> entries_;
  std::set<crypto::X25519Public> keys_;  // all so far
};

}  // namespace hansa::coordinator
