#include "coordinator/api/request.h"

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::coordinator {
namespace {

constexpr size_t kFailureBytes = 8192;  // as common/wire takes them

}  // namespace

void Answer(const Request& request, v1::OperatorReply reply, bool last, TurnOutput& out,
            Bytes payload) {
  reply.set_id(request.id);
  reply.set_last(last);
  v1::ToSite message;
  *message.mutable_operator_reply() = std::move(reply);
  if (message.ByteSizeLong() > limits::kFrameBytes)
    return AnswerFailure(
        request,
        Error{.kind = ErrorKind::kWorkFailed,
              .what = "the answer is too large for one message",
              .why = StrCat(message.ByteSizeLong(), " bytes, at most ", limits::kFrameBytes),
              .next = "ask for one by its name or id"},
        out);
  out.replies.push_back({request.peer, std::move(message), std::move(payload)});
}

void AnswerDone(const Request& request, TurnOutput& out) {
  v1::OperatorReply reply;
  reply.mutable_done();
  Answer(request, std::move(reply), true, out);
}

void AnswerFailure(const Request& request, const Error& error, TurnOutput& out) {
  v1::OperatorReply reply;
  reply.mutable_failure()->set_exit_code(error.exit_code());
  reply.mutable_failure()->set_what(PlainText(error.what, kFailureBytes));
  reply.mutable_failure()->set_why(PlainText(error.why, kFailureBytes));
  reply.mutable_failure()->set_next(PlainText(error.next, kFailureBytes));
  Answer(request, std::move(reply), true, out);
}

}  // namespace hansa::coordinator
