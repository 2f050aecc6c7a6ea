#include "tests/integration/random_message.h"

#include <array>
#include <string>

namespace hansa::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Small ones, and those at the ends of every type.
uint64_t AnyNumber(std::mt19937_64& random) {
  switch (random() % 4) {
    case 0:
      return random() % 4;
    case 1:
      return UINT64_MAX - random() % 2;
    case 2:
      return uint64_t{1} << random() % 64;
    default:
      return random();
  }
}

std::string AnyBytes(std::mt19937_64& random) {
  constexpr std::array<size_t, 6> kSizes = {0, 16, 32, 64, 100, 700};  // ids, digests, signatures
  std::string bytes(kSizes[random() % kSizes.size()], '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string AnyText(std::mt19937_64& random) {
  std::string text = AnyBytes(random);
  for (char& letter : text)
    letter = static_cast<char>('a' + static_cast<unsigned char>(letter) % 26);
  return text;
}

void Put(Message& message, const FieldDescriptor& field, std::mt19937_64& random, int depth) {
  const Reflection& to = *message.GetReflection();
  const uint64_t number = AnyNumber(random);
  const bool add = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      add ? to.AddInt32(&message, &field, static_cast<int32_t>(number))
          : to.SetInt32(&message, &field, static_cast<int32_t>(number));
      return;
    case FieldDescriptor::CPPTYPE_INT64:
      add ? to.AddInt64(&message, &field, static_cast<int64_t>(number))
          : to.SetInt64(&message, &field, static_cast<int64_t>(number));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      add ? to.AddUInt32(&message, &field, static_cast<uint32_t>(number))
          : to.SetUInt32(&message, &field, static_cast<uint32_t>(number));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      add ? to.AddUInt64(&message, &field, number) : to.SetUInt64(&message, &field, number);
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      add ? to.AddDouble(&message, &field, static_cast<double>(number))
          : to.SetDouble(&message, &field, static_cast<double>(number));
      return;
    case FieldDescriptor::CPPTYPE_FLOAT:
      add ? to.AddFloat(&message, &field, static_cast<float>(number))
          : to.SetFloat(&message, &field, static_cast<float>(number));
      return;
    case FieldDescriptor::CPPTYPE_BOOL:
      add ? to.AddBool(&message, &field, number & 1) : to.SetBool(&message, &field, number & 1);
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      add ? to.AddEnumValue(&message, &field, static_cast<int>(number % 7))
          : to.SetEnumValue(&message, &field, static_cast<int>(number % 7));
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      const bool text = field.type() == FieldDescriptor::TYPE_STRING;
      std::string value = text ? AnyText(random) : AnyBytes(random);
      add ? to.AddString(&message, &field, std::move(value))
          : to.SetString(&message, &field, std::move(value));
      return;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth > 0)
        FillByChance(add ? *to.AddMessage(&message, &field) : *to.MutableMessage(&message, &field),
                     random, depth - 1);
      return;
  }
}

}  // namespace

void FillByChance(Message& message, std::mt19937_64& random, int depth) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.oneof_decl_count(); ++i) {
    const auto& choice = *type.oneof_decl(i);
    const auto chosen = static_cast<int>(random() % static_cast<unsigned>(choice.field_count()));
    Put(message, *choice.field(chosen), random, depth);
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.containing_oneof() != nullptr || random() % 8 == 0) continue;
    const uint64_t times = field.is_repeated() ? random() % 4 : 1;
    for (uint64_t n = 0; n < times; ++n) Put(message, field, random, depth);
  }
}

}  // namespace hansa::testing
