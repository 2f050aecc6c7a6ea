#include "tests/fuzz/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/base/check.h"
#include "common/codec/safetensors.h"
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

constexpr std::string_view kSmallJob = R"(name = "small"
[data]
features = [{ column = "a", scale = 2.0, offset = 1.0 }, { expression = "b * 2", name = "c" }]
target = { column = "y" }
[model]
hidden = [4]
[rounds]
count = 2
clients = { min = 2, target = 3 }
[aggregation]
secure = false
)";

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
  HANSA_CHECK(!params.empty());
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
