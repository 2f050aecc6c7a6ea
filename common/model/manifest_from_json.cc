#include <cmath>
#include <limits>

#include "common/base/data_limits.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/json_reader.h"
#include "common/model/manifest.h"
#include "common/model/model_name.h"
#include "common/model/network_json.h"
#include "common/model/window_json.h"

namespace hansa {
namespace {

using internal::ObjectReader;
using nlohmann::json;

constexpr int kDeepest = 8;
constexpr uint64_t kMost32 = std::numeric_limits<uint32_t>::max();
constexpr uint64_t kMost63 = std::numeric_limits<int64_t>::max();

std::optional<std::pair<double, double>> ReadRange(ObjectReader& in, const char* key) {
  if (!in.Has(key)) return std::nullopt;
  const json& range = in.List(key, 2);
  if (range.size() == 2 && range[0].is_number() && range[1].is_number()) {
    const double low = range[0].get<double>(), high = range[1].get<double>();
    if (std::isfinite(low) && std::isfinite(high) && low < high) return std::pair(low, high);
  }
  in.Fault(key, "must be [low, high]");
  return std::nullopt;
}

ColumnSpec ReadColumn(ObjectReader in) {
  ColumnSpec column;
  column.column = in.Text("column", limits::kNameBytes);
  if (!IsColumnName(column.column)) in.Fault("column", "is not a column name");
  if (in.Has("encode")) {
    column.encoding = ColumnEncoding::kAngle;
    if (in.Text("encode", 16) != "angle") in.Fault("encode", "must be \"angle\"");
  } else {
    column.mean = in.Real("mean");
    column.scale = in.Real("scale");
    if (!std::isnormal(column.scale)) in.Fault("scale", "must not be 0");
  }
  column.valid = ReadRange(in, "valid");
  column.clip = ReadRange(in, "clip");
  if (in.Has("unit")) column.unit = in.Text("unit", limits::kNameBytes);
  in.Finish();
  return column;
}

DataContract ReadData(ObjectReader in, std::string& fault) {
  DataContract data;
  const json& features = in.List("features", limits::kFeatures);
  for (size_t i = 0; i < features.size() && fault.empty(); ++i) {
    const std::string path = StrCat(in.PathOf("features"), "[", i, "].");
    data.features.push_back(ReadColumn(ObjectReader(features[i], path, fault)));
  }
  if (in.Has("target")) data.target = ReadColumn(in.Object("target"));
  for (const json& text : in.List("drop", limits::kDropExpressions)) {
    if (!text.is_string() || text.get_ref<const std::string&>().size() > limits::kExpressionBytes) {
      in.Fault("drop", "must be a list of short texts");
      break;
    }
    data.drop.push_back(text.get<std::string>());
  }
  data.train = in.Text("train", limits::kExpressionBytes);
  data.evaluate = in.Text("evaluate", limits::kExpressionBytes);
  if (in.Has("window")) data.window = internal::ReadWindow(in.Object("window"));
  in.Finish();
  return data;
}

Lineage ReadLineage(ObjectReader in) {
  Lineage lineage;
  lineage.job_id = in.Text("job_id", 2 * limits::kNameBytes);
  lineage.job_digest = in.Digest("job_sha256");
  lineage.round = in.Whole("round", 0, kMost63);
  if (!in.IsNull("parent_sha256")) lineage.parent_sha256 = in.Digest("parent_sha256");
  lineage.roster_root = in.Digest("roster_root");
  if (in.Has("transcript")) lineage.transcript = in.Digest("transcript");
  lineage.sites = static_cast<uint32_t>(in.Whole("sites", 0, kMost32));
  lineage.is_void = in.Truth("void");
  in.Finish();
  return lineage;
}

// The data contract must give the network as many inputs as it takes, and a target if it has one.
void CheckContract(const Manifest& manifest, std::string& fault) {
  if (!fault.empty()) return;
  uint64_t inputs = 0;
  for (const ColumnSpec& feature : manifest.data.features) inputs += feature.inputs();
  const NetworkSpec& network = manifest.network;
  const uint32_t length = manifest.data.window ? manifest.data.window->length : 1;
  if (inputs * length != network.inputs) {
    fault = StrCat("network.inputs is ", network.inputs, ", data.features make ", inputs * length);
  } else if (network.length != length) {
    fault = StrCat("network.length is ", network.length, ", that of data.window ", length);
  } else if (manifest.data.has_target() == IsAutoencoder(network)) {
    fault = IsAutoencoder(network) ? "data.target has no meaning for an autoencoder"
                                   : "data.target is missing";
  }
}

// Of an autoencoder alone.
void ReadThreshold(ObjectReader& in, Manifest& manifest) {
  if (!in.Has("anomaly_threshold")) return;
  manifest.anomaly_threshold = in.Real("anomaly_threshold");
  if (!IsAutoencoder(manifest.network) || !(*manifest.anomaly_threshold >= 0))
    in.Fault("anomaly_threshold", "must be at least 0, and of an autoencoder");
}

Manifest ReadManifest(const json& value, std::string& fault) {
  Manifest manifest;
  ObjectReader in(value, "", fault);
  if (in.Text("format", limits::kNameBytes) != "hansa-manifest-1")
    in.Fault("format", "must be \"hansa-manifest-1\"");
  manifest.name = in.Text("name", limits::kNameBytes);
  if (!IsModelName(manifest.name)) in.Fault("name", "is not a model name");
  manifest.version = in.Whole("version", 0, kMost63);
  manifest.channel = in.Text("channel", limits::kNameBytes);
  if (!manifest.channel.empty() && !IsModelName(manifest.channel))
    in.Fault("channel", "is not a channel name");
  manifest.created_unix_ms = static_cast<UnixMillis>(in.Whole("created_unix_ms", 0, kMost63));
  if (in.Text("created", limits::kNameBytes) != FormatUtc(manifest.created_unix_ms))
    in.Fault("created", "differs from created_unix_ms");
  manifest.network = internal::NetworkFromJson(in.Object("network"), fault);
  manifest.data = ReadData(in.Object("data"), fault);
  manifest.lineage = ReadLineage(in.Object("lineage"));
  ObjectReader model = in.Object("model");
  manifest.model_sha256 = model.Digest("sha256");
  manifest.model_bytes = model.Whole("bytes", 1, kMost63);
  model.Finish();
  ReadThreshold(in, manifest);
  in.Finish();
  CheckContract(manifest, fault);
  return manifest;
}

}  // namespace

Result<Manifest> ManifestFromJson(std::string_view text) {
  if (text.size() > limits::kManifestBytes) {
    return BadInput("not a valid manifest",
                    StrCat("it has ", text.size(), " bytes, at most ", limits::kManifestBytes));
  }
  const json value = HANSA_TRY(internal::ParseJson(text, "manifest", kDeepest));
  std::string fault;
  Manifest manifest = ReadManifest(value, fault);
  if (!fault.empty()) return BadInput("not a valid manifest", fault);
  return manifest;
}

}  // namespace hansa
