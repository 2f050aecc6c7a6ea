#pragma once
// What a model expects of data: the columns it reads, and the rows it was made for.

#include <optional>
#include <string>
#include <vector>

#include "common/model/column_spec.h"
#include "common/model/window_spec.h"

namespace hansa {

struct DataContract {
  std::vector<ColumnSpec> features;  // in the order of the network's inputs
  ColumnSpec target;                 // of no name: an autoencoder's, which is its input
  std::vector<std::string> drop;  // SQL scalar expressions; rows for which one is true are dropped
  std::string train;              // chooses training rows; empty: all
  std::string evaluate;           // chooses evaluation rows; empty: all
  std::optional<WindowSpec> window;  // rows that make one input; none: every row by itself

  bool has_target() const { return !target.column.empty(); }
  bool operator==(const DataContract&) const = default;
};

}  // namespace hansa
