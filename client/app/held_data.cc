#include "client/app/held_data.h"

#include <malloc.h>
#include <sys/stat.h>

#include <algorithm>

#include "common/base/text.h"

namespace hansa::client {
namespace {

// Copies into shared memory and gives the process's own memory back.
Result<SharedArray> Share(std::vector<float>& values, size_t rows, size_t columns) {
  Result<SharedArray> shared = SharedArray::Copy(values, rows, columns);
  std::vector<float>().swap(values);
  return shared;
}

int64_t Nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000 + time.tv_nsec; }

}  // namespace

std::vector<FileStamp> StampsOf(const SiteConfig& site) {
  std::vector<FileStamp> stamps;
  for (const DataSource& source : site.data) {
    struct stat state {};
    static_cast<void>(::stat(source.path.c_str(), &state));  // zeros for what is not there
    stamps.push_back({.path = source.path,
                      .inode = state.st_ino,
                      .bytes = state.st_size,
                      .written_ns = Nanoseconds(state.st_mtim),
                      .changed_ns = Nanoseconds(state.st_ctim)});
  }
  return stamps;
}

Result<HeldDataHandle> HoldData(const JobSpec& job, const SiteConfig& site) {
  // Before reading: a file that changes meanwhile is read again next time.
  std::vector<FileStamp> stamps = StampsOf(site);
  Dataset data = HANSA_TRY(BuildDataset(job, site));
  const size_t train = data.train_rows(), evaluate = data.evaluate_rows();
  DataArrays arrays{.train_x = HANSA_TRY(Share(data.train_x, train, data.inputs)),
                    .train_y = HANSA_TRY(Share(data.train_y, train, 1)),
                    .evaluate_x = HANSA_TRY(Share(data.evaluate_x, evaluate, data.inputs)),
                    .evaluate_y = HANSA_TRY(Share(data.evaluate_y, evaluate, 1))};
  ::malloc_trim(0);
  return HeldDataHandle(std::make_shared<const HeldData>(
      HeldData{.job_digest = job.digest,
               .contract = DataContractOf(job),
               .digest = data.digest,
               .key = StrCat(Hex(job.digest), ":", Hex(data.digest)),
               .report = std::move(data.report),
               .columns = std::move(data.columns_read),
               .arrays = std::move(arrays),
               .stamps = std::move(stamps)}));
}

HeldDataHandle DataShelf::Latest(const crypto::Digest& job_digest) const {
  for (const HeldDataHandle& data : held_)
    if (data->job_digest == job_digest) return data;
  return nullptr;
}

HeldDataHandle DataShelf::Find(const JobSpec& job, const std::vector<FileStamp>& stamps) const {
  HeldDataHandle data = Latest(job.digest);
  const bool same =
      data != nullptr && data->stamps == stamps && data->contract == DataContractOf(job);
  return same ? data : nullptr;
}

void DataShelf::Keep(HeldDataHandle data) {
  std::erase_if(held_, [&](const auto& held) { return held->job_digest == data->job_digest; });
  if (held_.size() == kDataSets) held_.pop_back();
  held_.push_front(std::move(data));
}

}  // namespace hansa::client
