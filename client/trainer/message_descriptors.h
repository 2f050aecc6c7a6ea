#pragma once
// How many descriptors come with a message (proto/hansa/v1/trainer.proto).

#include <cstddef>

#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

inline size_t DescriptorsOf(const v1::TrainerRequest& request) {
  switch (request.body_case()) {
    case v1::TrainerRequest::kLoadData:
      return 4;
    case v1::TrainerRequest::kTrain:
    case v1::TrainerRequest::kEvaluate:
    case v1::TrainerRequest::kLoadScript:
    case v1::TrainerRequest::kDescribeScript:
      return 1;
    case v1::TrainerRequest::kPredict:
      return 2;
    case v1::TrainerRequest::BODY_NOT_SET:
      return 0;
  }
  return 0;
}

inline size_t DescriptorsOf(const v1::TrainerReply& reply) {
  return reply.has_trained() || reply.has_predicted() ? 1 : 0;
}

}  // namespace hansa::client
