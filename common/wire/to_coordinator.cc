// What a site, an operator or an invitation holder may send.

#include "common/base/limits.h"
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
      .fault();
}

Fault ValidateBody(const v1::ToCoordinator& message) {
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
      return Checks().Require(IsDigest(message.blob_request().sha256()), "bad_digest").fault();
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
    case Body::BODY_NOT_SET:
      return "unknown_message";
  }
  return "unknown_message";
}

bool CarriesVector(const v1::ToCoordinator& message) {
  return message.has_plain_input() || (message.has_secagg() && message.secagg().has_masked_input());
}

}  // namespace

Fault Validate(const v1::ToCoordinator& message, size_t payload_bytes) {
  if (payload_bytes > limits::kFrameBytes) return "oversized";
  const bool fits = CarriesVector(message) ? IsVector(payload_bytes) : payload_bytes == 0;
  return fits ? ValidateBody(message) : "bad_payload";
}

}  // namespace hansa::wire
