#pragma once
// Fields of an event's JSON as events.jsonl holds it. A field that is missing or of another kind
// reads as nothing: a page of an old run, or of a damaged one, shows what there is.

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace hansa::coordinator {

std::string TextField(const nlohmann::ordered_json& event, const char* key);
uint64_t CountField(const nlohmann::ordered_json& event, const char* key);
double NumberField(const nlohmann::ordered_json& event, const char* key);
bool FlagField(const nlohmann::ordered_json& event, const char* key);
std::vector<std::string> TextsField(const nlohmann::ordered_json& event, const char* key);
// An empty array, or object, for nothing. As long-lived as `event`.
const nlohmann::ordered_json& ListField(const nlohmann::ordered_json& event, const char* key);
const nlohmann::ordered_json& ObjectField(const nlohmann::ordered_json& event, const char* key);
// The finite ones.
std::map<std::string, double> NumbersField(const nlohmann::ordered_json& event, const char* key);

}  // namespace hansa::coordinator
