// A CSV file of a site, plain or gzip, read to its end: every row has the header's fields.

#include "client/data/csv_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "common/base/check.h"
#include "common/base/unique_fd.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const UniqueFd memory(::memfd_create("csv", MFD_CLOEXEC));
  HANSA_CHECK(memory.valid() && ::write(memory.get(), data, size) == static_cast<ssize_t>(size));
  auto file = client::CsvFile::Open({.path = "/proc/self/fd/" + std::to_string(memory.get())});
  if (!file.ok()) {
    HANSA_CHECK(file.error().kind == ErrorKind::kBadInput);
    return -1;
  }
  uint64_t line = file->line();
  while (true) {
    const auto row = file->Next();
    if (!row.ok()) return -1;
    if (*row == client::CsvRow::kEnd) return 0;
    HANSA_CHECK(file->line() > line);
    line = file->line();
    if (*row == client::CsvRow::kRow) HANSA_CHECK(file->fields().size() == file->columns().size());
  }
}
