#include "common/base/limits.h"
#include "common/base/script_limits.h"
#include "common/base/text.h"
#include "common/model/network_json.h"

namespace hansa::internal {
namespace {

using nlohmann::json;

constexpr uint64_t kMost32 = std::numeric_limits<uint32_t>::max();

uint32_t Number(ObjectReader& in, const char* key) {
  return static_cast<uint32_t>(in.Whole(key, 0, kMost32));
}
uint32_t NumberOr(ObjectReader& in, const char* key, uint32_t otherwise) {
  return in.Has(key) ? Number(in, key) : otherwise;
}

template <typename Whole>
std::vector<Whole> Numbers(ObjectReader& in, const char* key, size_t longest) {
  std::vector<Whole> out;
  for (const json& number : in.List(key, longest)) {
    if (!number.is_number_unsigned() ||
        number.get<uint64_t>() > std::numeric_limits<Whole>::max()) {
      in.Fault(key, "has a number out of range");
      break;
    }
    out.push_back(number.get<Whole>());
  }
  return out;
}

// Reads each object of a list with `read`.
template <typename Item, typename Read>
std::vector<Item> Objects(ObjectReader& in, const char* key, size_t longest, std::string& fault,
                          Read read) {
  std::vector<Item> out;
  const json& list = in.List(key, longest);
  for (size_t i = 0; i < list.size() && fault.empty(); ++i) {
    ObjectReader item(list[i], StrCat(in.PathOf(key), "[", i, "]."), fault);
    out.push_back(read(item));
    item.Finish();
  }
  return out;
}

Convolution ReadConvolution(ObjectReader& in) {
  return {.channels = Number(in, "channels"),
          .kernel = Number(in, "kernel"),
          .stride = Number(in, "stride"),
          .padding = Number(in, "padding"),
          .pool = Number(in, "pool")};
}

ScriptTensor ReadTensor(ObjectReader& in) {
  return {.name = in.Text("name", limits::kTensorNameBytes),
          .shape = Numbers<uint64_t>(in, "shape", limits::kTensorSides),
          .buffer = in.Truth("buffer"),
          .low = static_cast<float>(in.Real("low")),
          .high = static_cast<float>(in.Real("high"))};
}

ScriptSpec ReadScript(ObjectReader in, std::string& fault) {
  ScriptSpec script;
  script.sha256 = in.Digest("sha256");
  script.tensors = Objects<ScriptTensor>(in, "tensors", limits::kScriptTensors, fault, ReadTensor);
  in.Finish();
  return script;
}

Architecture ReadArchitecture(ObjectReader& in) {
  const std::string name = in.Text("architecture", limits::kNameBytes);
  if (const auto architecture = ArchitectureNamed(name)) return *architecture;
  in.Fault("architecture", StrCat("is '", name, "', which this version does not know"));
  return Architecture::kMlp;
}

Loss ReadLoss(ObjectReader& in) {
  const std::string name = in.Text("loss", limits::kNameBytes);
  for (const Loss loss : {Loss::kMse, Loss::kHuber, Loss::kCrossEntropy, Loss::kBinaryCrossEntropy})
    if (name == Name(loss)) return loss;
  in.Fault("loss", StrCat("is '", name, "', which this version does not know"));
  return Loss::kMse;
}

}  // namespace

NetworkSpec NetworkFromJson(ObjectReader in, std::string& fault) {
  NetworkSpec network;
  network.architecture = ReadArchitecture(in);
  network.inputs = Number(in, "inputs");
  network.hidden = Numbers<uint32_t>(in, "hidden", limits::kHiddenLayers);
  network.outputs = Number(in, "outputs");
  network.loss = ReadLoss(in);
  network.length = NumberOr(in, "length", 1);
  if (in.Has("input")) network.image = Numbers<uint32_t>(in, "input", 3);
  if (in.Has("convolutions"))
    network.convolutions =
        Objects<Convolution>(in, "convolutions", limits::kHiddenLayers, fault, ReadConvolution);
  network.units = NumberOr(in, "units", 0);
  network.layers = NumberOr(in, "layers", 0);
  network.bottleneck = NumberOr(in, "bottleneck", 0);
  if (in.Has("script")) network.script = ReadScript(in.Object("script"), fault);
  in.Finish();
  if (!fault.empty()) return network;
  if (const auto wrong = FaultOf(network))
    fault = StrCat(in.PathOf(wrong->key.c_str()), " ", wrong->fault, wrong->why.empty() ? "" : ": ",
                   wrong->why);
  return network;
}

}  // namespace hansa::internal
