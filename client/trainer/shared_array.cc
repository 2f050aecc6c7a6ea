#include "client/trainer/shared_array.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

Error SystemFault(const std::string& what) {
  return WorkFailed(what, std::strerror(errno), "free memory or descriptors on this machine");
}

bool WithinBounds(uint64_t rows, uint64_t columns) {
  constexpr uint64_t kMost = limits::kTrainerArrayBytes / sizeof(float);
  return rows == 0 || columns == 0 || (columns <= kMost && rows <= kMost / columns);
}

Result<> WriteWhole(int fd, const char* data, size_t size) {
  while (size > 0) {
    ssize_t written = ::write(fd, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemFault("cannot fill an array for the trainer");
    data += written;
    size -= static_cast<size_t>(written);
  }
  return Success();
}

// The size of a descriptor that nobody can change any more.
Result<uint64_t> SealedBytes(int fd) {
  int seals = ::fcntl(fd, F_GET_SEALS);
  if (seals < 0 || (seals & kSeals) != kSeals)
    return BadInput("an array is not a sealed memory file");
  struct stat status {};
  if (::fstat(fd, &status) != 0) return BadInput("an array cannot be read", std::strerror(errno));
  return static_cast<uint64_t>(status.st_size);
}

Error TooLarge(uint64_t rows, uint64_t columns) {
  return BadInput("an array is too large for the trainer", StrCat(rows, " x ", columns),
                  StrCat("at most ", HumanBytes(static_cast<double>(limits::kTrainerArrayBytes))));
}

Result<UniqueFd> NewMemory() {
  UniqueFd fd(::memfd_create("hansa-array", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd.valid()) return SystemFault("cannot make an array for the trainer");
  return fd;
}

Result<> Seal(int fd) {
  if (::fcntl(fd, F_ADD_SEALS, kSeals) == 0) return Success();
  return SystemFault("cannot seal an array for the trainer");
}

}  // namespace

Result<SharedArray> SharedArray::Copy(std::span<const float> values, uint64_t rows,
                                      uint64_t columns) {
  if (!WithinBounds(rows, columns)) return TooLarge(rows, columns);
  HANSA_CHECK(values.size() == rows * columns);
  UniqueFd fd = HANSA_TRY(NewMemory());
  HANSA_TRY(
      WriteWhole(fd.get(), reinterpret_cast<const char*>(values.data()), values.size_bytes()));
  HANSA_TRY(Seal(fd.get()));
  return SharedArray(std::move(fd), rows, columns);
}

Result<SharedArray> SharedArray::Copy(std::span<const float> values) {
  return Copy(values, 1, values.size());
}

Result<SharedArray> SharedArray::Copy(const Blob& values) {
  const uint64_t count = values.size() / sizeof(float);
  if (!WithinBounds(1, count)) return TooLarge(1, count);
  UniqueFd fd = HANSA_TRY(NewMemory());
  HANSA_TRY(ForEachWindow(values, 0, [&fd](uint64_t, ByteSpan bytes) {
    return WriteWhole(fd.get(), reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }));
  HANSA_TRY(Seal(fd.get()));
  return SharedArray(std::move(fd), 1, count);
}

Result<SharedArray> SharedArray::Adopt(UniqueFd fd, uint64_t rows, uint64_t columns) {
  if (!WithinBounds(rows, columns))
    return BadInput("an array is too large", StrCat(rows, " x ", columns));
  uint64_t bytes = HANSA_TRY(SealedBytes(fd.get()));
  if (bytes != rows * columns * sizeof(float))
    return BadInput("an array has the wrong size",
                    StrCat(bytes, " bytes for ", rows, " x ", columns, " values"));
  return SharedArray(std::move(fd), rows, columns);
}

Result<std::vector<float>> SharedArray::Values() const {
  std::vector<float> values(static_cast<size_t>(elements()));
  char* to = reinterpret_cast<char*>(values.data());
  size_t size = values.size() * sizeof(float);
  for (size_t done = 0; done < size;) {
    ssize_t got = ::pread(fd_.get(), to + done, size - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return SystemFault("cannot read an array from the trainer");
    done += static_cast<size_t>(got);
  }
  return values;
}

BlobHandle SharedArray::ToBlob() && {
  return std::make_shared<FileBlob>(std::move(fd_), 0, elements() * sizeof(float), true);
}

Result<MappedArray> MappedArray::Map(const SharedArray& array) {
  MappedArray mapped;
  mapped.rows_ = array.rows();
  mapped.columns_ = array.columns();
  if (array.elements() == 0) return mapped;
  void* memory =
      ::mmap(nullptr, array.elements() * sizeof(float), PROT_READ, MAP_SHARED, array.fd(), 0);
  if (memory == MAP_FAILED) return SystemFault("cannot map an array");
  mapped.data_ = static_cast<const float*>(memory);
  return mapped;
}

MappedArray::~MappedArray() {
  if (data_ != nullptr) ::munmap(const_cast<float*>(data_), values().size_bytes());
}

MappedArray::MappedArray(MappedArray&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      rows_(std::exchange(other.rows_, 0)),
      columns_(std::exchange(other.columns_, 0)) {}

MappedArray& MappedArray::operator=(MappedArray&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(rows_, other.rows_);
  std::swap(columns_, other.columns_);
  return *this;
}

}  // namespace hansa::client
