// What a site, an operator or an invitation holder may send.

#include "common/base/limits.h"
#include "common/wire/bulk_shapes.h"
#include "common/wire/operator_request.h"
#include "common/wire/secagg_shapes.h"
#include "common/wire/shapes.h"
#include "common/wire/validate.h"

namespace hansa::wire {
namespace {

using Body = v1::ToCoordinator::BodyCase;

Fault ValidateJobAnswer(const v1::JobAnswer& answer) {
  Checks checks;
  checks.Require(IsDigest(answer.job_digest()), "bad_digest");
  checks.Require(static_cast<size_t>(answer.reasons_size()) <= limits::kReasons,
                 "too_many_reasons");
  for (const v1::Reason& reason : answer.reasons()) checks.Require(IsReason(reason), "bad_reason");
  return checks.fault();
}

Fault ValidateHello(const v1::Hello& hello) {
  return Checks()
      .Require(IsText(hello.software(), limits::kNameBytes), "bad_text")
      .Require(IsCredential(hello.credential()), "bad_credential")
      .fault();
}

Fault ValidateTaskFailed(const v1::TaskFailed& failed) {
  return Checks()
      .Require(IsTaskId(failed.task_id()), "bad_task_id")
      .Require(IsReason(failed.reason()), "bad_reason")
      .fault();
}

Fault ValidatePlainInput(const v1::PlainInput& input) {
  return Checks()
      .Require(IsTaskId(input.task_id()), "bad_task_id")
      .Require(IsDigest(input.params_hash()), "bad_digest")
      .Require(input.size() == 0 || IsDigest(input.sha256()), "bad_digest")
      .fault();
}

Fault ValidateBody(const v1::ToCoordinator& message, size_t payload_bytes) {
  switch (message.body_case()) {
    case Body::kJoin:
      return Checks().Require(IsCredential(message.join().credential()), "bad_credential").fault();
    case Body::kHello:
      return ValidateHello(message.hello());
    case Body::kHeartbeat:
      return {};
    case Body::kJobAnswer:
      return ValidateJobAnswer(message.job_answer());
    case Body::kBlobRequest:
      return ValidateBulk(message.blob_request());
    case Body::kTaskReady:
      return Checks().Require(IsTaskId(message.task_ready().task_id()), "bad_task_id").fault();
    case Body::kTaskFailed:
      return ValidateTaskFailed(message.task_failed());
    case Body::kSecagg:
      return ValidateSecAgg(message.secagg());
    case Body::kPlainInput:
      return ValidatePlainInput(message.plain_input());
    case Body::kOperatorRequest:
      return ValidateOperatorRequest(message.operator_request());
    case Body::kUploadChunk:
      return ValidateBulk(message.upload_chunk(), payload_bytes);
    case Body::kUploadGone:
      return ValidateBulk(message.upload_gone());
    case Body::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

bool PayloadFits(const v1::ToCoordinator& message, size_t payload_bytes) {
  if (message.has_plain_input()) return VectorFits(message.plain_input().size(), payload_bytes);
  if (message.secagg().has_masked_input())
    return VectorFits(message.secagg().masked_input().size(), payload_bytes);
  return message.has_upload_chunk() == (payload_bytes > 0);
}

}  // namespace

Fault Validate(const v1::ToCoordinator& message, size_t payload_bytes) {
  if (payload_bytes > limits::kFrameBytes) return "oversized";
  return PayloadFits(message, payload_bytes) ? ValidateBody(message, payload_bytes) : "bad_payload";
}

}  // namespace hansa::wire
