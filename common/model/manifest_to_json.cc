#include <nlohmann/json.hpp>

#include "common/base/bytes.h"
#include "common/model/manifest.h"
#include "common/model/network_json.h"
#include "common/model/window_json.h"

namespace hansa {
namespace {

using nlohmann::ordered_json;

ordered_json ToJsonValue(const ColumnSpec& column) {
  ordered_json out = {{"column", column.column}};
  if (column.encoding == ColumnEncoding::kAngle) {
    out["encode"] = "angle";
  } else {
    out["mean"] = column.mean;
    out["scale"] = column.scale;
  }
  if (column.valid) out["valid"] = {column.valid->first, column.valid->second};
  if (column.clip) out["clip"] = {column.clip->first, column.clip->second};
  if (!column.unit.empty()) out["unit"] = column.unit;
  return out;
}

ordered_json ToJsonValue(const DataContract& data) {
  ordered_json features = ordered_json::array();
  for (const ColumnSpec& feature : data.features) features.push_back(ToJsonValue(feature));
  ordered_json out = {{"features", features}};
  if (data.has_target()) out["target"] = ToJsonValue(data.target);
  out["drop"] = data.drop;
  out["train"] = data.train;
  out["evaluate"] = data.evaluate;
  if (data.window) out["window"] = internal::ToJsonValue(*data.window);
  return out;
}

ordered_json ToJsonValue(const Lineage& lineage) {
  const auto& parent = lineage.parent_sha256;
  ordered_json out = {{"job_id", lineage.job_id},
                      {"job_sha256", Hex(lineage.job_digest)},
                      {"round", lineage.round},
                      {"parent_sha256", parent ? ordered_json(Hex(*parent)) : ordered_json()},
                      {"roster_root", Hex(lineage.roster_root)}};
  if (lineage.transcript) out["transcript"] = Hex(*lineage.transcript);
  out["sites"] = lineage.sites;
  out["void"] = lineage.is_void;
  return out;
}

}  // namespace

std::string ToJson(const Manifest& manifest) {
  ordered_json out = {
      {"format", "hansa-manifest-1"},
      {"name", manifest.name},
      {"version", manifest.version},
      {"channel", manifest.channel},
      {"created", FormatUtc(manifest.created_unix_ms)},
      {"created_unix_ms", manifest.created_unix_ms},
      {"network", internal::NetworkToJson(manifest.network)},
      {"data", ToJsonValue(manifest.data)},
      {"lineage", ToJsonValue(manifest.lineage)},
      {"model", {{"sha256", Hex(manifest.model_sha256)}, {"bytes", manifest.model_bytes}}}};
  if (manifest.anomaly_threshold) out["anomaly_threshold"] = *manifest.anomaly_threshold;
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace hansa
