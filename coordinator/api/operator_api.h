#pragma once
// The operators' side of the one port: requests in, replies out. Not thread-safe.

#include "coordinator/api/backups.h"
#include "coordinator/api/watches.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::coordinator {

class OperatorApi {
 public:
  explicit OperatorApi(ServerState& state) : state_(state) {}

  void Handle(transport::PeerHandle peer, const v1::OperatorRequest& message, Now now,
              TurnOutput& out);
  // A request that does not pass wire::ParseToCoordinator: nobody waits for an answer in vain.
  void Refuse(transport::PeerHandle peer, std::string_view envelope, std::string_view fault,
              TurnOutput& out);
  // A dry run has ended: its operator is answered.
  void OnCheckReport(const CheckReport& report, Now now, TurnOutput& out);
  void Gone(transport::PeerHandle peer);
  Watches& watches() { return watches_; }
  Backups& backups() { return backups_; }
  const Backups& backups() const { return backups_; }

 private:
  Result<> Dispatch(const v1::OperatorRequest& message, const Request& request, TurnOutput& out);
  Result<> StartCheck(const v1::CheckJob& body, const Request& request, TurnOutput& out);

  struct Check {
    Request request;
    std::shared_ptr<const JobSpec> spec;
  };
  ServerState& state_;
  Watches watches_;
  Backups backups_;
  std::map<uint64_t, Check> checks_;
  uint64_t last_check_ = 0;
};

}  // namespace hansa::coordinator
