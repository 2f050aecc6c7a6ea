#include "tests/vectors/vector_file.h"

#include <fstream>
#include <sstream>

namespace hansa::vectors {

Bytes VectorRow::Octets(size_t column) const {
  const std::string& text = Text(column);
  if (text == "-") return {};
  Bytes bytes = FromHex(text);
  if (bytes.empty()) throw std::runtime_error("not hex: " + text);
  return bytes;
}

uint64_t VectorRow::Number(size_t column, int base) const {
  return std::stoull(Text(column), nullptr, base);
}

std::vector<VectorRow> ReadVectors(const std::string& name, size_t columns, size_t rows) {
  const std::string path = std::string(HANSA_SOURCE_DIR) + "/tests/vectors/data/" + name + ".txt";
  std::ifstream file(path);
  std::vector<VectorRow> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    VectorRow row;
    for (std::string word; words >> word;) row.columns.push_back(word);
    if (row.columns.size() != columns) throw std::runtime_error(path + ": bad row: " + line);
    out.push_back(std::move(row));
  }
  if (out.size() != rows) {
    throw std::runtime_error(path + ": " + std::to_string(out.size()) + " rows instead of " +
                             std::to_string(rows));
  }
  return out;
}

}  // namespace hansa::vectors
