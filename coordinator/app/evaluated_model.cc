#include "coordinator/app/evaluated_model.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/model/manifest.h"

namespace hansa::coordinator {
namespace {

Error Other(const JobSpec& job, uint64_t version, const std::string& what) {
  return BadInput(StrCat(job.name, " version ", version, " cannot be evaluated so"),
                  StrCat("the job describes ", what, " than the version was made with"),
                  "Take [model] and [data] from the job that trained it");
}

const v1::VersionRecord* Find(const JobSpec& job, const std::vector<v1::VersionRecord>& versions) {
  const auto found = std::find_if(versions.begin(), versions.end(), [&](const auto& version) {
    const bool numbered = job.evaluated_version == 0 || version.version() == job.evaluated_version;
    const bool named =
        job.evaluated_sha256.empty() || Hex(AsSpan(version.model_sha256())) == job.evaluated_sha256;
    return version.name() == job.name && numbered && named;
  });
  return found == versions.end() ? nullptr : &*found;
}

// What the version's features and target were normalised with.
Normalisation NormalisationIn(const Manifest& manifest, const JobSpec& job) {
  Normalisation out;
  for (const CountedColumn& counted : job.statistics.columns) {
    const std::string& name = counted.spec.column;
    const ColumnSpec* column =
        manifest.data.target.column == name ? &manifest.data.target : nullptr;
    for (const ColumnSpec& feature : manifest.data.features)
      if (feature.column == name) column = &feature;
    if (column == nullptr) continue;
    v1::ColumnScale& scale = *out.Add();
    scale.set_column(name);
    scale.set_mean(column->mean);
    scale.set_scale(column->scale);
  }
  return out;
}

}  // namespace

Result<EvaluatedModel> FindEvaluated(const JobSpec& job,
                                     const std::vector<v1::VersionRecord>& versions,
                                     ModelLibrary& models) {
  const v1::VersionRecord* record = Find(job, versions);
  if (record == nullptr)
    return BadInput(StrCat("there is no such version of ", job.name),
                    job.evaluated_sha256.empty() ? StrCat("version ", job.evaluated_version)
                                                 : StrCat("SHA-256 ", job.evaluated_sha256),
                    "See: hansa model list");
  EvaluatedModel out;
  out.model = HANSA_TRY(models.Load(record->name(), record->version()));
  const Manifest manifest = HANSA_TRY(ManifestFromJson(AsView(out.model->manifest)));
  JobSpec spec = job;
  if (!job.statistics.columns.empty()) {
    out.normalisation = NormalisationIn(manifest, job);
    spec = HANSA_TRY(WithNormalisation(job, out.normalisation));
  }
  if (manifest.network != spec.network) return Other(job, record->version(), "another network");
  if (manifest.data.features != spec.features || manifest.data.target != spec.target)
    return Other(job, record->version(), "other columns, or other numbers for them,");
  out.spec = std::make_shared<const JobSpec>(std::move(spec));
  return out;
}

}  // namespace hansa::coordinator
