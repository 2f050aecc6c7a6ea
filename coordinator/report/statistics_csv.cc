#include "coordinator/report/statistics_csv.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "coordinator/report/event_fields.h"

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

// What a damaged line of events.jsonl lacks reads as nothing.
Json NumberIn(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? *found : Json(nullptr);
}

std::string Line(const std::string& column, const std::string& figure, const Json& value) {
  return StrCat(column, ",", figure, ",", value.is_null() ? "" : value.dump(), "\n");
}

}  // namespace

std::string StatisticsCsv(const Json& statistics) {
  std::string text = "column,figure,value\n";
  for (const Json& column : ListField(statistics, "columns")) {
    if (!column.is_object()) continue;
    const std::string name = TextField(column, "column");
    for (const auto& [figure, value] : column.items())
      if (value.is_number() || value.is_null()) text += Line(name, figure, value);
    for (const Json& quantile : ListField(column, "quantiles"))
      text += Line(name, StrCat("quantile_", NumberIn(quantile, "probability").dump()),
                   NumberIn(quantile, "value"));
    size_t bin = 0;
    for (const Json& count : ListField(column, "histogram"))
      text += Line(name, StrCat("bin_", bin++), count.is_number() ? count : Json(nullptr));
  }
  return text;
}

}  // namespace hansa::coordinator
