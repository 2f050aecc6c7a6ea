#include <cmath>
#include <limits>

#include "common/base/text.h"
#include "common/config/toml_mapper.h"

namespace hansa::internal {
namespace {

using google::protobuf::FieldDescriptor;

// Sets the field, or adds to it when it is repeated.
#define HANSA_STORE(Type, slot, value)                                                     \
  ((slot).field->is_repeated()                                                             \
       ? (slot).message->GetReflection()->Add##Type((slot).message, (slot).field, (value)) \
       : (slot).message->GetReflection()->Set##Type((slot).message, (slot).field, (value)))

Error WrongType(const toml::node& node, const TomlPlace& at, std::string_view wanted) {
  return at.Fault(StrCat(at.path, " must be ", wanted), StrCat("it is ", ValueMet(node)));
}

template <typename T>
Result<T> WholeNumber(const toml::node& node, const TomlPlace& at) {
  const auto* number = node.as_integer();
  if (number == nullptr) return WrongType(node, at, "a whole number");
  const int64_t value = number->get();
  constexpr int64_t kLow = std::numeric_limits<T>::min();
  constexpr int64_t kHigh = sizeof(T) == 8 ? std::numeric_limits<int64_t>::max()
                                           : static_cast<int64_t>(std::numeric_limits<T>::max());
  if (value < kLow || value > kHigh) {
    return at.Fault(StrCat(at.path, " is out of range"),
                    StrCat(value, " is not between ", kLow, " and ", kHigh));
  }
  return static_cast<T>(value);
}

Result<double> RealNumber(const toml::node& node, const TomlPlace& at) {
  double value = 0;
  if (const auto* real = node.as_floating_point()) {
    value = real->get();
  } else if (const auto* whole = node.as_integer()) {
    value = static_cast<double>(whole->get());
  } else {
    return WrongType(node, at, "a number");
  }
  if (!std::isfinite(value))
    return at.Fault(StrCat(at.path, " must be a finite number"), StrCat("it is ", value));
  return value;
}

Result<bool> TrueOrFalse(const toml::node& node, const TomlPlace& at) {
  const auto* value = node.as_boolean();
  if (value == nullptr) return WrongType(node, at, "true or false");
  return value->get();
}

Result<std::string> TextOf(const toml::node& node, const TomlPlace& at) {
  const auto* value = node.as_string();
  if (value == nullptr) return WrongType(node, at, "a text in quotes");
  if (value->get().find('\0') != std::string::npos)
    return at.Fault(StrCat(at.path, " holds a zero byte"));
  return value->get();
}

}  // namespace

Result<> MapScalar(const toml::node& node, const TomlPlace& at, const FieldSlot& slot) {
  switch (slot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      HANSA_STORE(Int32, slot, HANSA_TRY(WholeNumber<int32_t>(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      HANSA_STORE(Int64, slot, HANSA_TRY(WholeNumber<int64_t>(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      HANSA_STORE(UInt32, slot, HANSA_TRY(WholeNumber<uint32_t>(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      HANSA_STORE(UInt64, slot, HANSA_TRY(WholeNumber<uint64_t>(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      HANSA_STORE(Double, slot, HANSA_TRY(RealNumber(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_FLOAT:
      HANSA_STORE(Float, slot, static_cast<float>(HANSA_TRY(RealNumber(node, at))));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      HANSA_STORE(Bool, slot, HANSA_TRY(TrueOrFalse(node, at)));
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      HANSA_CHECK(slot.field->type() == FieldDescriptor::TYPE_STRING);  // no schema has bytes
      HANSA_STORE(String, slot, HANSA_TRY(TextOf(node, at)));
      break;
    default:
      HANSA_CHECK(false);  // enums and messages are mapped elsewhere
  }
  return Success();
}

std::string_view KindOf(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

std::string ValueMet(const toml::node& node) {
  if (const auto* text = node.as_string())
    return StrCat("the text \"", text->get().substr(0, 40), "\"");
  if (const auto* whole = node.as_integer()) return StrCat(whole->get());
  if (const auto* real = node.as_floating_point()) return StrCat(real->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return std::string(KindOf(node));
}

}  // namespace hansa::internal
