#include "coordinator/cli/operator_reply.h"

#include <array>

#include "common/base/text.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::cli {
namespace {

// Those that a coordinator answers with: 0 would be success, and the others are ours alone.
ErrorKind KindOf(int32_t exit_code) {
  constexpr std::array kKinds = {ErrorKind::kUsage,        ErrorKind::kBadInput,
                                 ErrorKind::kUnreachable,  ErrorKind::kRefused,
                                 ErrorKind::kVerification, ErrorKind::kTooFewSites,
                                 ErrorKind::kInternal};
  for (const ErrorKind kind : kKinds)
    if (static_cast<int32_t>(kind) == exit_code) return kind;
  return ErrorKind::kWorkFailed;
}

}  // namespace

std::optional<Result<v1::OperatorReply>> ReplyIn(const std::string& envelope, uint64_t request) {
  v1::ToSite message;
  if (!message.ParseFromString(envelope) || !message.has_operator_reply()) return std::nullopt;
  v1::OperatorReply& reply = *message.mutable_operator_reply();
  if (reply.id() != request) return std::nullopt;
  if (!reply.has_failure()) return Result<v1::OperatorReply>(std::move(reply));
  const v1::Failure& failure = reply.failure();
  return Result<v1::OperatorReply>(Error{KindOf(failure.exit_code()), PlainText(failure.what()),
                                         PlainText(failure.why()), PlainText(failure.next())});
}

}  // namespace hansa::cli
