#pragma once
// A network as the manifest's "network" object. Private to this folder.

#include <nlohmann/json.hpp>
#include <string>

#include "common/model/json_reader.h"
#include "common/model/network.h"

namespace hansa::internal {

// What an architecture has not, and a length of 1, is left out.
nlohmann::ordered_json NetworkToJson(const NetworkSpec& network);

// A network without fault, or `fault` is set.
NetworkSpec NetworkFromJson(ObjectReader in, std::string& fault);

}  // namespace hansa::internal
