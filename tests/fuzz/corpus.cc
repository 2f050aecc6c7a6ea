#include "tests/fuzz/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/base/check.h"
#include "common/codec/safetensors.h"
#include "common/wire/session_params.h"
#include "hansa/v1/operator.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<Bytes> FilesIn(const std::string& folder, const std::string& extension) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(HANSA_SOURCE_DIR) / folder))
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  HANSA_CHECK(!paths.empty());
  std::vector<Bytes> files;
  for (const fs::path& path : paths) {
    std::ifstream file(path, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return files;
}

// A small job: every number is within reach of a change or two.
constexpr std::string_view kSmallJob = R"(name = "small"
[model]
architecture = "mlp"
hidden = [1]
loss = "bce"
[data]
features = [{ column = "a", valid = [-1e3, 2.5] }, { column = "b", encode = "angle" }]
target = { column = "y" }
[local]
learning_rate = 0.5
momentum = 0.9
[rounds]
count = 2
clients = { min = 2 }
training = "90s"
[aggregation]
secure = "off"
[simulation]
)";

// The recorded parameters leave some kinds out.
std::vector<Bytes> OtherParams(const Bytes& recorded) {
  secagg::SessionSetup setup = wire::CheckParams(recorded).value().setup;
  setup.segments = {{.name = "sum", .length = 3, .low = -1, .high = 1, .scale_bits = 8},
                    {.name = "weight", .length = 1, .low = 0, .high = 1, .weighted = true}};
  setup.purpose = secagg::Purpose::kEvaluate;
  setup.ring_bits = 32;
  setup.max_weight = 2;
  std::vector<Bytes> params{wire::SerializeParams(setup)};
  setup.profile = secagg::Profile::kPlain;
  params.push_back(wire::SerializeParams(setup));
  return params;
}

}  // namespace

std::vector<Bytes> RecordedEnvelopes(const std::string& direction) {
  return FilesIn("tests/upgrade/data/wire-1/" + direction, ".envelope");
}

std::vector<Bytes> SessionParams() {
  std::vector<Bytes> params;
  for (const Bytes& envelope : RecordedEnvelopes("to-site")) {
    v1::ToSite message;
    HANSA_CHECK(message.ParseFromString(ToString(envelope)));
    if (message.has_secagg() && message.secagg().has_params())
      params.push_back(ToBytes(message.secagg().params().payload()));
  }
  for (Bytes& other : OtherParams(params.at(0))) params.push_back(std::move(other));
  return params;
}

std::vector<Bytes> ModelFiles() {
  FlatModel model;
  std::vector<Bytes> files{WriteSafetensors(model)};
  model.layout.Add("weight", {3, 2});
  model.values = {1, -2, 0.5, 0, 3e38F, -1e-40F};
  files.push_back(WriteSafetensors(model));
  model.layout.Add("bias", {2});
  model.layout.Add("empty", {0, 5});
  model.layout.Add("scalar \"\\\u00e9", {});
  model.values.insert(model.values.end(), {4, 5, 6});
  files.push_back(WriteSafetensors(model, {{"version", "1"}, {"note", "a\nb\t\"c\""}}));
  return files;
}

std::vector<Bytes> JobFiles() {
  std::vector<Bytes> files = FilesIn("experiments/jobs", ".toml");
  for (const Bytes& envelope : RecordedEnvelopes("to-coordinator")) {
    v1::ToCoordinator message;
    HANSA_CHECK(message.ParseFromString(ToString(envelope)));
    if (message.operator_request().has_submit_job())
      files.push_back(ToBytes(message.operator_request().submit_job().job_toml()));
  }
  files.push_back(ToBytes(kSmallJob));
  return files;
}

}  // namespace hansa::fuzz
