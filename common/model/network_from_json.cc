#include "common/base/limits.h"
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

std::vector<uint32_t> Numbers(ObjectReader& in, const char* key, size_t longest) {
  std::vector<uint32_t> out;
  for (const json& number : in.List(key, longest)) {
    if (!number.is_number_unsigned() || number.get<uint64_t>() > kMost32) {
      in.Fault(key, "has a number out of range");
      break;
    }
    out.push_back(number.get<uint32_t>());
  }
  return out;
}

std::vector<Convolution> ReadConvolutions(ObjectReader& in, std::string& fault) {
  std::vector<Convolution> out;
  const json& list = in.List("convolutions", limits::kHiddenLayers);
  for (size_t i = 0; i < list.size() && fault.empty(); ++i) {
    ObjectReader item(list[i], StrCat(in.PathOf("convolutions"), "[", i, "]."), fault);
    out.push_back({.channels = Number(item, "channels"),
                   .kernel = Number(item, "kernel"),
                   .stride = Number(item, "stride"),
                   .padding = Number(item, "padding"),
                   .pool = Number(item, "pool")});
    item.Finish();
  }
  return out;
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
  network.hidden = Numbers(in, "hidden", limits::kHiddenLayers);
  network.outputs = Number(in, "outputs");
  network.loss = ReadLoss(in);
  network.length = NumberOr(in, "length", 1);
  if (in.Has("input")) network.image = Numbers(in, "input", 3);
  if (in.Has("convolutions")) network.convolutions = ReadConvolutions(in, fault);
  network.units = NumberOr(in, "units", 0);
  network.layers = NumberOr(in, "layers", 0);
  network.bottleneck = NumberOr(in, "bottleneck", 0);
  in.Finish();
  if (!fault.empty()) return network;
  if (const auto wrong = FaultOf(network))
    fault = StrCat(in.PathOf(wrong->key.c_str()), " ", wrong->fault, wrong->why.empty() ? "" : ": ",
                   wrong->why);
  return network;
}

}  // namespace hansa::internal
