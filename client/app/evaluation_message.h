#pragma once
// What the trainer found in an evaluation, as the core takes it.

#include "client/core/evaluation_sums.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

inline EvaluationSums SumsOf(const v1::Evaluated& evaluated) {
  return {.rows = evaluated.rows(),
          .squared_error = evaluated.squared_error_sum(),
          .absolute_error = evaluated.absolute_error_sum(),
          .correct = evaluated.correct(),
          .loss = evaluated.loss_sum(),
          .confusion = {evaluated.confusion().begin(), evaluated.confusion().end()},
          .scores = {evaluated.scores().begin(), evaluated.scores().end()},
          .errors = {evaluated.errors().begin(), evaluated.errors().end()}};
}

}  // namespace hansa::client
