#pragma once
// What a message of the coordinator says to a request of the command line. Pure.

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "hansa/v1/operator.pb.h"

namespace hansa::cli {

// Empty: the message is no reply, or one to another request. An error of the coordinator's becomes
// one of ours; one whose exit code is none of ErrorKind is kWorkFailed.
std::optional<Result<v1::OperatorReply>> ReplyIn(const std::string& envelope, uint64_t request);

}  // namespace hansa::cli
