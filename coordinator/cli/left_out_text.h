#pragma once
// Sites that jobs leave out, for people and programs.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "hansa/v1/operator.pb.h"

namespace hansa::cli {

using LeftOutStates = google::protobuf::RepeatedPtrField<v1::LeftOutState>;

// "revealed a false share in session 7 (round 2); evidence: culprits/7-0123.culprit"
std::string WhyLeftOut(const v1::LeftOutState& state);
nlohmann::json LeftOutJson(const LeftOutStates& states);

}  // namespace hansa::cli
