#include "coordinator/core/session_name.h"

namespace hansa::coordinator {

std::string TaskOf(const v1::ToCoordinator& message) {
  if (message.has_task_ready()) return message.task_ready().task_id();
  if (message.has_task_failed()) return message.task_failed().task_id();
  return "";
}

std::string SessionOf(const v1::ToCoordinator& message) {
  if (message.has_blob_request()) return message.blob_request().session();
  if (message.has_plain_input()) return message.plain_input().params_hash();
  const v1::SecAggToCoordinator& secagg = message.secagg();
  switch (secagg.body_case()) {
    case v1::SecAggToCoordinator::kAdvertise:
      return secagg.advertise().params_hash();
    case v1::SecAggToCoordinator::kShares:
      return secagg.shares().params_hash();
    case v1::SecAggToCoordinator::kMaskedInput:
      return secagg.masked_input().params_hash();
    case v1::SecAggToCoordinator::kAlive:
      return secagg.alive().params_hash();
    case v1::SecAggToCoordinator::kUnmask:
      return secagg.unmask().params_hash();
    case v1::SecAggToCoordinator::kAbort:
      return secagg.abort().params_hash();
    case v1::SecAggToCoordinator::BODY_NOT_SET:
      break;
  }
  return "";
}

}  // namespace hansa::coordinator
