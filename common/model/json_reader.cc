#include "common/model/json_reader.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/base/bytes.h"
#include "common/base/text.h"

namespace hansa::internal {
namespace {

using nlohmann::json;

const json kNull;

}  // namespace

Result<json> ParseJson(std::string_view text, std::string_view what, int deepest) {
  // Checked on the way: depth and repeated keys. After a fault nothing more is kept.
  std::vector<std::set<std::string>> keys;
  std::string fault;
  const auto watch = [&](int depth, json::parse_event_t event, json& value) {
    using Event = json::parse_event_t;
    if (!fault.empty()) return false;
    if (depth > deepest) fault = "it is nested too deeply";
    if (event == Event::object_start) keys.emplace_back();
    if (event == Event::object_end) keys.pop_back();
    if (event == Event::key && !keys.back().insert(value.get<std::string>()).second)
      fault = StrCat("'", value.get<std::string>().substr(0, 64), "' occurs twice");
    return fault.empty();
  };
  json parsed = json::parse(text, watch, /*allow_exceptions=*/false);
  if (fault.empty() && parsed.is_discarded()) fault = "it is not JSON";
  if (fault.empty() && !parsed.is_object()) fault = "it is not a JSON object";
  if (!fault.empty()) return BadInput(StrCat("not a valid ", what), fault);
  return parsed;
}

ObjectReader::ObjectReader(const json& value, std::string path, std::string& fault)
    : path_(std::move(path)), fault_(fault) {
  if (value.is_object()) {
    object_ = &value;
  } else if (fault_.empty()) {
    fault_ = StrCat(path_.substr(0, path_.size() - 1), " must be an object");
  }
}

void ObjectReader::Fault(const char* key, std::string_view text) {
  if (fault_.empty()) fault_ = StrCat(path_, key, " ", text);
}

const json& ObjectReader::Take(const char* key) {
  read_.insert(key);
  if (Has(key)) return (*object_)[key];
  Fault(key, "is missing");
  return kNull;
}

bool ObjectReader::IsNull(const char* key) {
  if (!Has(key) || !(*object_)[key].is_null()) return false;
  read_.insert(key);
  return true;
}

std::string ObjectReader::Text(const char* key, size_t longest) {
  const json& value = Take(key);
  if (!value.is_string()) {
    Fault(key, "must be a text");
    return "";
  }
  std::string text = value.get<std::string>();
  if (text.size() <= longest) return text;
  Fault(key, StrCat("is longer than ", longest, " bytes"));
  return "";
}

uint64_t ObjectReader::Whole(const char* key, uint64_t low, uint64_t high) {
  const json& value = Take(key);
  if (value.is_number_unsigned()) {
    const auto number = value.get<uint64_t>();
    if (number >= low && number <= high) return number;
  }
  Fault(key, StrCat("must be a whole number from ", low, " to ", high));
  return low;
}

double ObjectReader::Real(const char* key) {
  const json& value = Take(key);
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (std::isfinite(number)) return number;
  Fault(key, "must be a finite number");
  return 0;
}

bool ObjectReader::Truth(const char* key) {
  const json& value = Take(key);
  if (!value.is_boolean()) Fault(key, "must be true or false");
  return value.is_boolean() && value.get<bool>();
}

crypto::Digest ObjectReader::Digest(const char* key) {
  crypto::Digest digest{};
  const std::string text = Text(key, 2 * digest.size());
  const Bytes bytes = FromHex(text);
  if (bytes.size() == digest.size() && Hex(bytes) == text) {
    std::copy(bytes.begin(), bytes.end(), digest.begin());
  } else {
    Fault(key, "must be 64 lower-case hex digits");
  }
  return digest;
}

const json& ObjectReader::List(const char* key, size_t longest) {
  static const json kEmpty = json::array();
  const json& value = Take(key);
  if (value.is_array() && value.size() <= longest) return value;
  Fault(key, StrCat("must be a list of at most ", longest));
  return kEmpty;
}

void ObjectReader::Finish() {
  if (object_ == nullptr) return;
  for (const auto& entry : object_->items())
    if (!read_.contains(entry.key())) Fault(entry.key().substr(0, 64).c_str(), "is unknown");
}

}  // namespace hansa::internal
