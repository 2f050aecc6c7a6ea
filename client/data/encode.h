#pragma once
// A row's numbers as a model sees them.

#include <span>
#include <vector>

#include "common/job/job_spec.h"
#include "common/model/network.h"

namespace hansa::client {

// Appends spec.inputs() values: (clip(value) - mean) / scale, or sin and cos of clip(value)
// degrees. Float32 cannot hold everything: a result may be infinite.
void EncodeFeature(const ColumnSpec& spec, double value, std::vector<float>& out);

// (clip(value) - mean) / scale
float EncodeTarget(const ColumnSpec& spec, double value);

// For classifiers: is `y` a class that the network has?
bool IsClass(const NetworkSpec& network, float y);

}  // namespace hansa::client
