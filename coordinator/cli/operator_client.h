#pragma once
// The command line's connection to a coordinator: requests under the operator's key, each with a
// time limit.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/bulk/range.h"
#include "common/crypto/random.h"
#include "common/transport/client_socket.h"
#include "coordinator/cli/context_folder.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::cli {

struct Reply {
  v1::OperatorReply message;
  Bytes payload;
};

// Not thread-safe.
class OperatorClient {
 public:
  // kUnreachable when no coordinator answers within `limit`, kRefused when it does not know the
  // operator's key.
  static Result<std::unique_ptr<OperatorClient>> Connect(Connection connection,
                                                         Duration limit = seconds(5));

  // One request with one reply. A failure reported by the coordinator becomes the Error.
  Result<Reply> Call(v1::OperatorRequest request, Duration limit = seconds(10));

  // One request with many replies; `each` returns false to stop early. Ends after the reply marked
  // last. `silence` is the longest wait between two replies; kInterrupted when `interrupted` says
  // so.
  Result<> Stream(v1::OperatorRequest request, const std::function<bool(const Reply&)>& each,
                  Duration silence);

  using TakeBytes = std::function<Result<>(ByteSpan)>;
  // The bytes of a model from `have` to `size`, in order. An error of `take` ends it, too.
  Result<> FetchBytes(const v1::FetchBytes& what, uint64_t size, uint64_t have,
                      const TakeBytes& take, Duration silence);

  // Asked between messages; set by a signal handler.
  void set_interrupted(std::function<bool()> interrupted) { interrupted_ = std::move(interrupted); }

 private:
  OperatorClient() = default;
  Result<> AwaitConnection(Instant until);
  Result<> Ask(uint64_t id, v1::FetchBytes what, const bulk::Range& range);
  Result<Reply> NextReply(uint64_t id, Instant until);

  std::string address_;
  crypto::SystemRandom random_;
  std::unique_ptr<transport::ClientSocket> socket_;
  std::function<bool()> interrupted_ = [] { return false; };
  std::vector<transport::ClientInput::Message> pending_;
  uint64_t next_id_ = 1;
};

}  // namespace hansa::cli
