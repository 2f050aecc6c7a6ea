// A job file: a job within the bounds that JobSpec names, or an error that names the file.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/job/data_contract_of.h"
#include "common/job/job_spec.h"
#include "common/job/task_segments.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const std::string_view toml = AsView({data, size});
  const auto job = ParseJob(toml, "job.toml");
  if (!job.ok()) {
    const Error& error = job.error();
    HANSA_CHECK(error.kind == ErrorKind::kBadInput && error.what.starts_with("job.toml"));
    HANSA_CHECK(error.Text().size() <= 4096 + 4 * size);
    return -1;
  }
  HANSA_CHECK(job->toml == toml && job->digest == crypto::Sha256({data, size}));
  const size_t counted = job->statistics.columns.size();
  HANSA_CHECK(!job->name.empty());
  HANSA_CHECK(job->task != JobTask::kTrain || !job->features.empty());
  HANSA_CHECK(job->task != JobTask::kStatistics || counted > 0);
  HANSA_CHECK(job->clients_min >= 1 && job->clients_target >= job->clients_min);
  HANSA_CHECK(ColumnsOf(*job).size() <= job->features.size() + counted + 3);
  HANSA_CHECK(!job->window || (job->window->length > 0 && job->window->stride > 0));
  (void)DataContractOf(*job);
  return 0;
}
