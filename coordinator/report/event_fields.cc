#include "coordinator/report/event_fields.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hansa::coordinator {
namespace {

using Json = nlohmann::ordered_json;

const Json* Find(const Json& event, const char* key) {
  if (!event.is_object()) return nullptr;
  const auto found = event.find(key);
  return found == event.end() ? nullptr : &*found;
}

}  // namespace

std::string TextField(const Json& event, const char* key) {
  const Json* field = Find(event, key);
  return field != nullptr && field->is_string() ? field->get<std::string>() : "";
}

uint64_t CountField(const Json& event, const char* key) {
  const Json* field = Find(event, key);
  if (field == nullptr || !field->is_number_integer()) return 0;
  if (field->is_number_unsigned()) return field->get<uint64_t>();
  return static_cast<uint64_t>(std::max<int64_t>(0, field->get<int64_t>()));
}

double NumberField(const Json& event, const char* key) {
  const Json* field = Find(event, key);
  return field != nullptr && field->is_number() ? field->get<double>() : 0;
}

bool FlagField(const Json& event, const char* key) {
  const Json* field = Find(event, key);
  return field != nullptr && field->is_boolean() && field->get<bool>();
}

std::vector<std::string> TextsField(const Json& event, const char* key) {
  std::vector<std::string> texts;
  const Json* field = Find(event, key);
  if (field == nullptr || !field->is_array()) return texts;
  for (const Json& text : *field)
    if (text.is_string()) texts.push_back(text.get<std::string>());
  return texts;
}

const Json& ListField(const Json& event, const char* key) {
  static const Json kNone = Json::array();
  const Json* field = Find(event, key);
  return field != nullptr && field->is_array() ? *field : kNone;
}

const Json& ObjectField(const Json& event, const char* key) {
  static const Json kNone = Json::object();
  const Json* field = Find(event, key);
  return field != nullptr && field->is_object() ? *field : kNone;
}

std::map<std::string, double> NumbersField(const Json& event, const char* key) {
  std::map<std::string, double> numbers;
  const Json* field = Find(event, key);
  if (field == nullptr || !field->is_object()) return numbers;
  for (const auto& [name, value] : field->items())
    if (value.is_number() && std::isfinite(value.get<double>()))
      numbers[name] = value.get<double>();
  return numbers;
}

}  // namespace hansa::coordinator
