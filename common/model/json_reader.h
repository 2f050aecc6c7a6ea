#pragma once
// JSON objects read key by key with the fault kept, so that a reader is a list of fields. Private
// to this folder.

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/crypto/hash.h"

namespace hansa::internal {

// The text as one JSON value, without repeated keys; nested at most `deepest` levels.
Result<nlohmann::json> ParseJson(std::string_view text, std::string_view what, int deepest);

// Reads one object. After the first fault every getter returns an empty value; Finish tells the
// fault, an unread key being one. The JSON and `fault` outlive the reader.
class ObjectReader {
 public:
  ObjectReader(const nlohmann::json& json, std::string path, std::string& fault);

  bool Has(const char* key) const { return object_ != nullptr && object_->contains(key); }
  // Present and null; counts as read then.
  bool IsNull(const char* key);
  std::string Text(const char* key, size_t longest);
  uint64_t Whole(const char* key, uint64_t low, uint64_t high);
  double Real(const char* key);
  bool Truth(const char* key);
  crypto::Digest Digest(const char* key);
  const nlohmann::json& List(const char* key, size_t longest);
  ObjectReader Object(const char* key) { return {Take(key), path_ + key + ".", fault_}; }
  std::string PathOf(const char* key) const { return path_ + key; }

  void Fault(const char* key, std::string_view text);
  // Call last: a key that nobody read is a fault.
  void Finish();

 private:
  const nlohmann::json& Take(const char* key);

  const nlohmann::json* object_ = nullptr;
  std::string path_;
  std::string& fault_;
  std::set<std::string> read_;
};

}  // namespace hansa::internal
