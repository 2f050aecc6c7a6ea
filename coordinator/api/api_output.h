#pragma once
// What the requests of one turn bring about; the loop commits the records before anything is sent.

#include <string>
#include <vector>

#include "common/transport/server_socket.h"
#include "coordinator/core/effects.h"
#include "coordinator/storage/records.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::coordinator {

struct OperatorSend {
  transport::PeerHandle peer = 0;
  v1::OperatorReply reply;
  Bytes payload;
};

struct ApiOutput {
  std::vector<Record> records;
  Effects effects;  // of the machine, behind the records
  std::vector<OperatorSend> sends;
  std::vector<SiteId> revoked;  // their connections are ended
};

}  // namespace hansa::coordinator
