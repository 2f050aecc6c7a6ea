#pragma once
// The recorded messages of a released protocol version, and its schema.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <memory>
#include <string>
#include <vector>

namespace hansa::upgrade {

struct RecordedMessage {
  std::string kind;      // "secagg.shares"
  std::string envelope;  // as sent
  std::string payload;
  std::string text;  // the envelope, decoded by the release's own schema (Protobuf text format)
};

// `direction`: "to-coordinator" or "to-site". Sorted by kind.
std::vector<RecordedMessage> Recorded(const std::string& version, const std::string& direction);
std::string RecordedFile(const std::string& version, const std::string& file);

// The .proto files of the release, apart from ours.
class ReleasedSchema {
 public:
  explicit ReleasedSchema(const std::string& version);
  const google::protobuf::DescriptorPool& pool() const { return pool_; }
  std::vector<const google::protobuf::FileDescriptor*> files() const { return files_; }
  // A message of the release's own type.
  std::unique_ptr<google::protobuf::Message> New(const std::string& type);

 private:
  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::vector<const google::protobuf::FileDescriptor*> files_;
};

// Whether any field anywhere in the message is not in its schema.
bool HasUnknownFields(const google::protobuf::Message& message);

}  // namespace hansa::upgrade
