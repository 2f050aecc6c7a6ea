#include "client/storage/kept_updates.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "common/base/atomic_file.h"
#include "common/base/bytes.h"
#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

constexpr size_t kDigestBytes = sizeof(crypto::Digest);
constexpr size_t kLargest = 2 * limits::kFrameBytes + kDigestBytes;

Error CannotWrite(const fs::path& path) {
  return BadInput(StrCat("cannot write ", path.string()), std::strerror(errno),
                  "check the disk's free space and the folder's permissions");
}

}  // namespace

fs::path KeptUpdates::PathOf(const crypto::Digest& job_digest) const {
  return folder_ / Hex(job_digest);
}

Result<> KeptUpdates::Keep(const v1::StoredAnswer& answer) {
  std::error_code fault;
  fs::create_directory(folder_, fault);
  if (fault) return BadInput(StrCat("cannot make ", folder_.string()), fault.message());
  fs::permissions(folder_, fs::perms::owner_all, fault);  // nobody else's business
  const fs::path path = folder_ / Hex(AsSpan(answer.job_digest()));
  const fs::path fresh = folder_ / "unfinished";
  const std::string bytes = answer.SerializeAsString();
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  file << AsView(crypto::Sha256(AsSpan(bytes))) << bytes;
  file.close();
  if (!file || ::rename(fresh.c_str(), path.c_str()) != 0) return CannotWrite(path);
  return Success();
}

void KeptUpdates::Drop(const crypto::Digest& job_digest) {
  const fs::path path = PathOf(job_digest);
  std::error_code none;
  const auto size = fs::file_size(path, none);
  if (none) return;
  std::fstream(path, std::ios::binary | std::ios::in | std::ios::out)
      << std::string(static_cast<size_t>(size), '\0');
  fs::remove(path, none);
}

std::shared_ptr<const v1::StoredAnswer> KeptUpdates::Find(const crypto::Digest& job_digest) const {
  const auto bytes = ReadFile(PathOf(job_digest), kLargest);
  if (!bytes.ok() || bytes->size() < kDigestBytes) return nullptr;
  const std::string_view record = std::string_view(*bytes).substr(kDigestBytes);
  if (bytes->compare(0, kDigestBytes, AsView(crypto::Sha256(AsSpan(record)))) != 0) return nullptr;
  auto answer = std::make_shared<v1::StoredAnswer>();
  if (!answer->ParseFromArray(record.data(), static_cast<int>(record.size()))) return nullptr;
  return answer;
}

void KeptUpdates::DropOlderThan(std::chrono::hours longest) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    const auto written = fs::last_write_time(entry.path(), none);
    if (!none && written + longest < fs::file_time_type::clock::now())
      fs::remove(entry.path(), none);
  }
}

}  // namespace hansa::client
