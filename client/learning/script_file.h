#pragma once
// What a TorchScript file holds. No LibTorch in this header. Reading one runs code of it: only
// behind EnterScriptFence, when it is not one's own.

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/model/network.h"

namespace hansa::client {

// Why a network failed whose forward gives something else.
inline constexpr const char* kWrongOutputs =
    "the script's forward does not give rows x outputs values of float32";

// Its parameters that learn, then what does not: the other parameters and the float buffers. Each
// with a range of the mean and the spread that its values have in the file. Buffers of whole
// numbers stay in the file (batch norm's count of batches). kWorkFailed when it is no TorchScript
// file, has no parameter that learns, a tensor of another type than float32, or two names for one.
Result<std::vector<ScriptTensor>> DescribeScript(const std::string& file);

// kBadInput, naming the first difference, when these are not the tensors of `network`.
Result<> CheckTensors(const std::vector<ScriptTensor>& held, const NetworkSpec& network);

}  // namespace hansa::client
