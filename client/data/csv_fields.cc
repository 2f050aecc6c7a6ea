#include "client/data/csv_fields.h"

#include "common/base/limits.h"

namespace hansa::client {
namespace {

// `at` stands behind the opening quote. Moves the text over its doubled quotes; afterwards `at`
// stands behind the closing quote. False when there is none.
bool TakeQuoted(std::string& line, size_t& at, std::string_view& field) {
  const size_t begin = at;
  size_t end = at;
  while (at < line.size()) {
    if (line[at] == '"') {
      ++at;
      if (at >= line.size() || line[at] != '"') {
        field = std::string_view(line).substr(begin, end - begin);
        return true;
      }
    }
    line[end++] = line[at++];
  }
  return false;
}

}  // namespace

bool SplitCsvFields(std::string& line, std::vector<std::string_view>& fields) {
  fields.clear();
  if (line.find('\0') != std::string::npos) return false;
  size_t at = 0;
  while (true) {
    std::string_view field;
    if (at < line.size() && line[at] == '"') {
      if (!TakeQuoted(line, ++at, field)) return false;
      if (at < line.size() && line[at] != ',') return false;
    } else {
      const size_t end = std::min(line.find(',', at), line.size());
      field = std::string_view(line).substr(at, end - at);
      at = end;
    }
    fields.push_back(field);
    if (fields.size() > limits::kCsvColumns) return false;
    if (at >= line.size()) return true;
    ++at;  // the comma
  }
}

}  // namespace hansa::client
