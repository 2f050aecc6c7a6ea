#pragma once
// A network as a message, and back.

#include "common/base/result.h"
#include "common/model/network.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

v1::Network ToMessage(const NetworkSpec& network);

v1::ScriptTensor ToMessage(const ScriptTensor& tensor);
ScriptTensor ToScriptTensor(const v1::ScriptTensor& message);

// kBadInput when the message names no network: an unknown kind, or FaultOf finds a fault.
Result<NetworkSpec> ToNetwork(const v1::Network& message);

}  // namespace hansa::client
