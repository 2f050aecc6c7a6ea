// What a release wrote on the wire, in its store or in a configuration must still mean the same:
// fields and enum values may be added; none is removed, renumbered, renamed or retyped. Messages
// that are signed do not change: a reader refuses fields that it does not know in them.

#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "hansa/v1/coordinator_config.pb.h"
#include "hansa/v1/job.pb.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/site_config.pb.h"
#include "hansa/v1/statistics.pb.h"
#include "hansa/v1/wire.pb.h"
#include "tests/upgrade/recorded_wire.h"

namespace hansa::upgrade {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Between an agent and its own trainer, which are installed together.
const std::set<std::string> kNotReleased = {"hansa/v1/trainer.proto"};

const std::set<std::string> kSigned = {"hansa.v1.InvitationCertificate",
                                       "hansa.v1.SiteCertificate",
                                       "hansa.v1.CoordinatorCertificate",
                                       "hansa.v1.Revocation",
                                       "hansa.v1.SessionParams",
                                       "hansa.v1.Segment",
                                       "hansa.v1.Advertisement",
                                       "hansa.v1.ShareCommitment",
                                       "hansa.v1.MaskedCommitment",
                                       "hansa.v1.AliveStatement",
                                       "hansa.v1.Signed",
                                       "hansa.v1.SiteCredential",
                                       "hansa.v1.RosterEntry"};

// Fields of signed messages that only stand beside a value that earlier readers refuse as well.
const std::set<std::string> kAddedToSigned = {
    "hansa.v1.SessionParams.dropout_permille"};  // profiles of rings

// Everything about a field that its bytes or its text depend on.
std::string Describe(const FieldDescriptor& field) {
  std::string text = std::to_string(field.number()) + " " + field.name() + " " + field.type_name() +
                     (field.is_repeated() ? " repeated" : "") +
                     (field.has_presence() ? " presence" : "") +
                     (field.is_packed() ? " packed" : "");
  if (field.message_type() != nullptr) text += " " + field.message_type()->full_name();
  if (field.enum_type() != nullptr) text += " " + field.enum_type()->full_name();
  if (field.containing_oneof() != nullptr) text += " in " + field.containing_oneof()->name();
  return text;
}

std::vector<std::string> Differences(const Descriptor& then, const DescriptorPool& today);

std::vector<std::string> Differences(const EnumDescriptor& then, const DescriptorPool& today) {
  std::vector<std::string> out;
  const EnumDescriptor* now = today.FindEnumTypeByName(then.full_name());
  if (now == nullptr) return {then.full_name() + " is gone"};
  for (int i = 0; i < then.value_count(); ++i) {
    const auto* value = now->FindValueByNumber(then.value(i)->number());
    if (value == nullptr || value->name() != then.value(i)->name())
      out.push_back(then.value(i)->full_name() + " is gone or has another number");
  }
  return out;
}

std::vector<std::string> Differences(const Descriptor& then, const DescriptorPool& today) {
  std::vector<std::string> out;
  const Descriptor* now = today.FindMessageTypeByName(then.full_name());
  if (now == nullptr) return {then.full_name() + " is gone"};
  for (int i = 0; i < then.field_count(); ++i) {
    const FieldDescriptor& field = *then.field(i);
    const FieldDescriptor* kept = now->FindFieldByNumber(field.number());
    if (kept == nullptr)
      out.push_back(field.full_name() + " is gone");
    else if (Describe(*kept) != Describe(field))
      out.push_back(field.full_name() + " was: " + Describe(field) + "; is: " + Describe(*kept));
  }
  for (int i = 0; kSigned.contains(then.full_name()) && i < now->field_count(); ++i)
    if (then.FindFieldByNumber(now->field(i)->number()) == nullptr &&
        !kAddedToSigned.contains(now->field(i)->full_name()))
      out.push_back(now->field(i)->full_name() + " is new in a message that is signed");
  for (int i = 0; i < then.nested_type_count(); ++i)
    for (std::string& difference : Differences(*then.nested_type(i), today))
      out.push_back(std::move(difference));
  for (int i = 0; i < then.enum_type_count(); ++i)
    for (std::string& difference : Differences(*then.enum_type(i), today))
      out.push_back(std::move(difference));
  return out;
}

// Linked in, so that the generated pool holds every file.
void NameEveryFile() {
  v1::ToSite::descriptor();
  v1::JobRecord::descriptor();
  v1::JobFile::descriptor();
  v1::SiteConfig::descriptor();
  v1::CoordinatorConfig::descriptor();
}

TEST(ReleasedSchema, NothingThatWasReleasedHasChanged) {
  NameEveryFile();
  const ReleasedSchema released("wire-1");
  ASSERT_GT(released.files().size(), 5u);
  const DescriptorPool& today = *DescriptorPool::generated_pool();
  for (const auto* file : released.files()) {
    if (kNotReleased.contains(file->name())) continue;
    for (int i = 0; i < file->message_type_count(); ++i)
      for (const std::string& difference : Differences(*file->message_type(i), today))
        ADD_FAILURE() << difference;
    for (int i = 0; i < file->enum_type_count(); ++i)
      for (const std::string& difference : Differences(*file->enum_type(i), today))
        ADD_FAILURE() << difference;
  }
}

TEST(ReleasedSchema, EverySignedMessageIsKnownByName) {
  const ReleasedSchema released("wire-1");
  for (const std::string& name : kSigned)
    EXPECT_NE(released.pool().FindMessageTypeByName(name), nullptr) << name;
}

// The comparison sees what it is there for: a schema with one change of each kind.
class ChangedSchema : public ::testing::Test {
 protected:
  std::vector<std::string> After(
      const std::string& type,
      const std::function<void(google::protobuf::DescriptorProto&)>& change) {
    DescriptorPool pool;
    for (const auto* original :
         {v1::Signed::descriptor()->file(), v1::OperatorRequest::descriptor()->file(),
          v1::Roster::descriptor()->file(), v1::Statistics::descriptor()->file(),
          v1::ToSite::descriptor()->file()}) {
      google::protobuf::FileDescriptorProto file;
      original->CopyTo(&file);
      for (auto& message : *file.mutable_message_type())
        if (file.package() + "." + message.name() == type) change(message);
      EXPECT_NE(pool.BuildFile(file), nullptr);
    }
    const ReleasedSchema released("wire-1");
    return Differences(*released.pool().FindMessageTypeByName(type), pool);
  }
};

TEST_F(ChangedSchema, AnAddedFieldIsFine) {
  EXPECT_TRUE(After("hansa.v1.Hello", [](auto& message) {
                auto* field = message.add_field();
                field->set_name("more");
                field->set_number(99);
                field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
                field->set_type(google::protobuf::FieldDescriptorProto::TYPE_UINT32);
              }).empty());
}

TEST_F(ChangedSchema, ARemovedRenumberedOrRetypedFieldIsNot) {
  EXPECT_EQ(
      After("hansa.v1.Hello", [](auto& m) { m.mutable_field()->DeleteSubrange(1, 1); }).size(), 1u);
  EXPECT_EQ(After("hansa.v1.Hello", [](auto& m) { m.mutable_field(1)->set_number(9); }).size(), 1u);
  EXPECT_EQ(
      After("hansa.v1.Hello",
            [](auto& m) {
              m.mutable_field(1)->set_type(google::protobuf::FieldDescriptorProto::TYPE_BYTES);
            })
          .size(),
      1u);
}

TEST_F(ChangedSchema, AFieldAddedToASignedMessageIsNot) {
  EXPECT_EQ(After("hansa.v1.Signed",
                  [](auto& message) {
                    auto* field = message.add_field();
                    field->set_name("more");
                    field->set_number(99);
                    field->set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
                    field->set_type(google::protobuf::FieldDescriptorProto::TYPE_UINT32);
                  })
                .size(),
            1u);
}

}  // namespace
}  // namespace hansa::upgrade
