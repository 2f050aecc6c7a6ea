#include "common/codec/safetensors_header.h"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace hansa::internal {
namespace {

constexpr size_t kDimensions = 8;
constexpr size_t kTensorNameBytes = 256;
constexpr size_t kMetadataEntries = 256;

Error Bad(std::string why) { return BadInput("not a valid safetensors header", std::move(why)); }

// Takes the header while it is parsed, one event at a time: deeper nesting, other types and
// repeated keys end the parse where they stand, before anything is built from them.
class HeaderReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return Fault("null where a value belongs"); }
  bool boolean(bool) override { return Fault("true or false where a value belongs"); }
  bool number_integer(number_integer_t value) override {
    return Fault(StrCat("a negative number, ", value));
  }
  bool number_unsigned(number_unsigned_t value) override;
  bool number_float(number_float_t, const string_t& text) override {
    return Fault(StrCat("a number that is not a whole one or too large, ", text.substr(0, 40)));
  }
  bool string(string_t& value) override;
  bool binary(binary_t&) override { return Fault("binary data"); }
  bool start_object(std::size_t) override;
  bool key(string_t& value) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  bool parse_error(std::size_t at, const std::string&, const nlohmann::json::exception&) override {
    return Fault(StrCat("it is not JSON at byte ", at));
  }

  SafetensorsHeader header;
  std::string fault;

 private:
  enum class Place { kStart, kTop, kTensor, kMetadata, kShape, kOffsets, kEnd };

  bool Fault(std::string text) {
    if (fault.empty()) fault = Where() + std::move(text);
    return false;
  }
  std::string Where() const {
    return name_.empty() ? "" : StrCat("tensor '", name_.substr(0, 64), "': ");
  }
  bool TakeTopKey(const string_t& value);
  bool TakeTensorKey(const string_t& value);
  bool FinishTensor();

  Place place_ = Place::kStart;
  std::string name_;  // of the tensor being read
  std::string key_;
  std::set<std::string> names_, keys_;
  TensorHeader tensor_;
  std::vector<uint64_t> offsets_;
};

bool HeaderReader::number_unsigned(number_unsigned_t value) {
  if (place_ == Place::kShape) {
    if (tensor_.shape.size() == kDimensions) return Fault("more than 8 dimensions");
    tensor_.shape.push_back(value);
    return true;
  }
  if (place_ == Place::kOffsets) {
    if (offsets_.size() == 2) return Fault("data_offsets with more than two numbers");
    offsets_.push_back(value);
    return true;
  }
  return Fault("a number where none belongs");
}

bool HeaderReader::string(string_t& value) {
  if (place_ == Place::kMetadata) {
    header.metadata.emplace(key_, value);
    return true;
  }
  if (place_ != Place::kTensor || key_ != "dtype") return Fault("a text where none belongs");
  if (value != "F32") return Fault(StrCat("dtype ", value.substr(0, 16), "; only F32 is taken"));
  return true;
}

bool HeaderReader::start_object(std::size_t) {
  if (place_ == Place::kStart) {
    place_ = Place::kTop;
    return true;
  }
  if (place_ != Place::kTop) return Fault("an object where none belongs");
  place_ = key_ == "__metadata__" ? Place::kMetadata : Place::kTensor;
  keys_.clear();
  return true;
}

bool HeaderReader::key(string_t& value) {
  switch (place_) {
    case Place::kTop:
      return TakeTopKey(value);
    case Place::kTensor:
      return TakeTensorKey(value);
    case Place::kMetadata:
      if (!keys_.insert(value).second) return Fault("a metadata key twice");
      if (keys_.size() > kMetadataEntries) return Fault("more than 256 metadata entries");
      key_ = value;
      return true;
    default:
      return Fault("a key where none belongs");
  }
}

bool HeaderReader::TakeTopKey(const string_t& value) {
  if (!names_.insert(value).second) return Fault(StrCat("'", value.substr(0, 64), "' twice"));
  if (names_.size() > limits::kModelTensors + 1)
    return Fault(StrCat("more than ", limits::kModelTensors, " tensors"));
  if (value.empty() || value.size() > kTensorNameBytes)
    return Fault("a tensor name that is empty or longer than 256 bytes");
  key_ = value;
  name_ = value == "__metadata__" ? "" : value;
  tensor_ = {value, {}, 0, 0};
  offsets_.clear();
  return true;
}

bool HeaderReader::TakeTensorKey(const string_t& value) {
  if (value != "dtype" && value != "shape" && value != "data_offsets")
    return Fault(StrCat("unknown key '", value.substr(0, 64), "'"));
  if (!keys_.insert(value).second) return Fault(StrCat("'", value, "' twice"));
  key_ = value;
  return true;
}

bool HeaderReader::end_object() {
  switch (place_) {
    case Place::kTensor:
      return FinishTensor();
    case Place::kMetadata:
      place_ = Place::kTop;
      return true;
    default:
      place_ = Place::kEnd;
      return true;
  }
}

bool HeaderReader::FinishTensor() {
  if (keys_.size() != 3) return Fault("dtype, shape or data_offsets is missing");
  if (offsets_.size() != 2) return Fault("data_offsets without two numbers");
  tensor_.begin = offsets_[0];
  tensor_.end = offsets_[1];
  header.tensors.push_back(std::move(tensor_));
  place_ = Place::kTop;
  name_.clear();
  return true;
}

bool HeaderReader::start_array(std::size_t) {
  if (place_ == Place::kTensor && key_ == "shape") {
    place_ = Place::kShape;
  } else if (place_ == Place::kTensor && key_ == "data_offsets") {
    place_ = Place::kOffsets;
  } else {
    return Fault("an array where none belongs");
  }
  return true;
}

bool HeaderReader::end_array() {
  place_ = Place::kTensor;
  return true;
}

}  // namespace

Result<SafetensorsHeader> ParseSafetensorsHeader(std::string_view json) {
  if (json.empty() || json.front() != '{') return Bad("it does not start with '{'");
  // Only spaces may follow the object.
  json = json.substr(0, json.find_last_not_of(' ') + 1);
  HeaderReader reader;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader)) return Bad(reader.fault);
  return std::move(reader.header);
}

}  // namespace hansa::internal
