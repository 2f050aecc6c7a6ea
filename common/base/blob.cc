#include "common/base/blob.h"

#include <algorithm>

#include "common/base/block_buffer.h"
#include "common/base/check.h"

namespace hansa {
namespace {

void CheckRange(uint64_t offset, size_t count, uint64_t size) {
  HANSA_CHECK(offset <= size && count <= size - offset);
}

class BlobSlice final : public Blob {
 public:
  BlobSlice(BlobHandle blob, uint64_t start, uint64_t size)
      : blob_(std::move(blob)), start_(start), size_(size) {}
  uint64_t size() const override { return size_; }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    CheckRange(offset, out.size(), size_);
    return blob_->ReadAt(start_ + offset, out);
  }

 private:
  const BlobHandle blob_;
  const uint64_t start_;
  const uint64_t size_;
};

class SecretBlob final : public Blob {
 public:
  explicit SecretBlob(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    CheckRange(offset, out.size(), bytes_.size());
    std::copy_n(bytes_.Reveal().data() + offset, out.size(), out.data());
    return Success();
  }

 private:
  const SecretBytes bytes_;
};

}  // namespace

BlobHandle MakeSecretBlob(SecretBytes bytes) {
  return std::make_shared<SecretBlob>(std::move(bytes));
}

Result<> MemoryBlob::ReadAt(uint64_t offset, std::span<uint8_t> out) const {
  CheckRange(offset, out.size(), bytes_.size());
  std::copy_n(bytes_.data() + offset, out.size(), out.data());
  return Success();
}

BlobHandle SliceOf(BlobHandle blob, uint64_t start, uint64_t size) {
  HANSA_CHECK(start <= blob->size() && size <= blob->size() - start);
  if (start == 0 && size == blob->size()) return blob;
  return std::make_shared<BlobSlice>(std::move(blob), start, size);
}

Result<> ForEachWindow(const Blob& blob, uint64_t start,
                       const std::function<Result<>(uint64_t offset, ByteSpan bytes)>& use) {
  HANSA_CHECK(start <= blob.size());
  const BlockBuffer buffer(
      static_cast<size_t>(std::min<uint64_t>(kBlobWindowBytes, blob.size() - start)));
  const std::span<uint8_t> window = buffer.span();
  while (start < blob.size()) {
    const size_t count =
        static_cast<size_t>(std::min<uint64_t>(window.size(), blob.size() - start));
    HANSA_TRY(blob.ReadAt(start, window.first(count)));
    HANSA_TRY(use(start, window.first(count)));
    start += count;
  }
  return Success();
}

Result<Bytes> ReadWhole(const Blob& blob, size_t largest) {
  HANSA_CHECK(blob.size() <= largest);
  Bytes out(static_cast<size_t>(blob.size()));
  HANSA_TRY(blob.ReadAt(0, out));
  return out;
}

}  // namespace hansa
