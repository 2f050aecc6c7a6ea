#pragma once
// Requests to the trainer, made from what the agent holds: a checked job, a network, arrays.

#include <cstdint>
#include <string>

#include "client/trainer/shared_array.h"
#include "common/job/job_spec.h"
#include "common/model/network.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

// A data set as the trainer takes it. x: rows x network.inputs. y: rows x network.outputs, or one
// column of class numbers for cross_entropy, or of zeros for an autoencoder. Every value finite.
struct DataArrays {
  SharedArray train_x, train_y, evaluate_x, evaluate_y;
};

v1::Train MakeTrain(const JobSpec& job, const std::string& data_key, uint64_t shuffle_seed);

// The arrays to send along are named behind each.
v1::TrainerRequest LoadDataRequest(const std::string& key,
                                   const DataArrays& data);  // train_x, train_y,
                                                             // evaluate_x, evaluate_y
v1::TrainerRequest TrainRequest(const JobSpec& job, const std::string& data_key,
                                uint64_t shuffle_seed);  // weights
v1::TrainerRequest EvaluateRequest(const NetworkSpec& network, const std::string& data_key,
                                   const ExtraMetrics& metrics = {});                 // weights
v1::TrainerRequest PredictRequest(const NetworkSpec& network, const SharedArray& x);  // weights, x
v1::TrainerRequest LoadScriptRequest(const crypto::Digest& sha256);                   // the file
v1::TrainerRequest DescribeScriptRequest(const crypto::Digest& sha256);               // the file

}  // namespace hansa::client
