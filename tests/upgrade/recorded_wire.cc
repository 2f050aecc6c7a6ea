#include "tests/upgrade/recorded_wire.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace hansa::upgrade {

namespace fs = std::filesystem;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

std::string Read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string RecordedFile(const std::string& version, const std::string& file) {
  return Read(fs::path(HANSA_WIRE_DATA) / version / file);
}

std::vector<RecordedMessage> Recorded(const std::string& version, const std::string& direction) {
  std::vector<RecordedMessage> all;
  for (const auto& entry :
       fs::directory_iterator(fs::path(HANSA_WIRE_DATA) / version / direction)) {
    fs::path file = entry.path();
    if (file.extension() != ".envelope") continue;
    RecordedMessage message{.kind = file.stem().string(), .envelope = Read(file)};
    message.payload = Read(file.replace_extension(".payload"));
    message.text = Read(file.replace_extension(".text"));
    all.push_back(std::move(message));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.kind < b.kind; });
  return all;
}

ReleasedSchema::ReleasedSchema(const std::string& version) : factory_(&pool_) {
  google::protobuf::FileDescriptorSet set;
  EXPECT_TRUE(set.ParseFromString(RecordedFile(version, "released.desc")));
  for (const auto& file : set.file()) files_.push_back(pool_.BuildFile(file));
}

std::unique_ptr<Message> ReleasedSchema::New(const std::string& type) {
  return std::unique_ptr<Message>(factory_.GetPrototype(pool_.FindMessageTypeByName(type))->New());
}

bool HasUnknownFields(const Message& message) {
  const auto* reflection = message.GetReflection();
  if (!reflection->GetUnknownFields(message).empty()) return true;
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (HasUnknownFields(reflection->GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i)
      if (HasUnknownFields(reflection->GetRepeatedMessage(message, field, i))) return true;
  }
  return false;
}

}  // namespace hansa::upgrade
