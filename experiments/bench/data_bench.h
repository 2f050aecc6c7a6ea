#pragma once
// What the data gate makes of a CSV file in a second, beside bare readers of the same file, in one
// run and in processor time.

#include <cstdint>
#include <functional>
#include <string>

#include "common/base/result.h"

namespace hansa::bench {

struct DataBenchOptions {
  uint64_t rows = 500'000;  // ten minutes apart, of one machine
  uint32_t features = 8;
  bool gzip = false;
  uint32_t length = 24, stride = 6;                  // of the windows
  uint32_t runs = 3;                                 // of each; the fastest counts
  std::function<void(const std::string&)> progress;  // a line for a person
};

struct DataBench {
  uint64_t bytes = 0;  // of the CSV text, compressed or not
  uint64_t file_bytes = 0;
  // Bytes of text a second.
  double rows_rate = 0;      // the gate: features and target of every row
  double filtered_rate = 0;  // the same with train and evaluate, SQL over two columns
  double windows_rate = 0;   // the same as rows, into windows of a fixed step
  double lines_limit = 0;    // bare: lines found
  double numbers_limit = 0;  // bare: numbers read
  double windows_per_second = 0;
  // Peak of the process above what it had before, and the arrays that it made.
  uint64_t memory_bytes = 0, arrays_bytes = 0;
};

Result<DataBench> RunDataBench(const DataBenchOptions& options);

}  // namespace hansa::bench
