// What the programs of a release sent is read today with every field in its place, and what is
// written today is read by the release's own schema.

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "common/crypto/contexts.h"
#include "common/identity/credential.h"
#include "common/wire/parse.h"
#include "common/wire/session_params.h"
#include "tests/upgrade/recorded_wire.h"

namespace hansa::upgrade {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;

constexpr const char* kVersion = "wire-1";

// Every kind of message that the release could send has been recorded.
void ExpectComplete(const google::protobuf::Descriptor* type, const std::string& prefix,
                    const std::vector<RecordedMessage>& recorded) {
  const auto has = [&](const std::string& kind) {
    return std::any_of(recorded.begin(), recorded.end(),
                       [&](const RecordedMessage& message) { return message.kind == kind; });
  };
  EXPECT_TRUE(type->FindFieldByName("failure") == nullptr || has(prefix + "failure")) << prefix;
  const auto* body = type->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const std::string kind = prefix + body->field(i)->name();
    const auto* inner = body->field(i)->message_type();
    if (inner->FindOneofByName("body") != nullptr) {
      ExpectComplete(inner, kind + ".", recorded);
    } else {
      EXPECT_TRUE(has(kind)) << kind;
    }
  }
}

TEST(RecordedWire, HoldsEveryKindOfMessage) {
  const ReleasedSchema schema(kVersion);
  ExpectComplete(schema.pool().FindMessageTypeByName("hansa.v1.ToCoordinator"), "",
                 Recorded(kVersion, "to-coordinator"));
  ExpectComplete(schema.pool().FindMessageTypeByName("hansa.v1.ToSite"), "",
                 Recorded(kVersion, "to-site"));
}

// `read` is what today's program made of the bytes.
template <typename Message>
void ExpectSameFields(const RecordedMessage& recorded, const Message& read) {
  Message expected;
  ASSERT_TRUE(TextFormat::ParseFromString(recorded.text, &expected)) << recorded.kind;
  EXPECT_FALSE(HasUnknownFields(read)) << recorded.kind;
  EXPECT_TRUE(MessageDifferencer::Equals(read, expected)) << recorded.kind << "\nread:\n"
                                                          << read.DebugString() << "recorded:\n"
                                                          << recorded.text;
}

TEST(RecordedWire, ACoordinatorOfTodayReadsIt) {
  for (const RecordedMessage& recorded : Recorded(kVersion, "to-coordinator")) {
    const auto read = wire::ParseToCoordinator(recorded.envelope, recorded.payload.size());
    ASSERT_TRUE(read.ok()) << recorded.kind << ": " << read.fault();
    ExpectSameFields(recorded, *read);
  }
}

TEST(RecordedWire, ASiteOfTodayReadsIt) {
  for (const RecordedMessage& recorded : Recorded(kVersion, "to-site")) {
    const auto read = wire::ParseToSite(recorded.envelope, recorded.payload.size());
    ASSERT_TRUE(read.ok()) << recorded.kind << ": " << read.fault();
    ExpectSameFields(recorded, *read);
  }
}

// The same content as today's program writes it, read by the release's schema.
template <typename Message>
void ExpectReleaseReads(const std::string& direction, const std::string& type) {
  ReleasedSchema schema(kVersion);
  for (const RecordedMessage& recorded : Recorded(kVersion, direction)) {
    Message today;
    ASSERT_TRUE(today.ParseFromString(recorded.envelope)) << recorded.kind;
    const auto then = schema.New(type);
    const auto now = schema.New(type);
    ASSERT_TRUE(then->ParseFromString(recorded.envelope)) << recorded.kind;
    ASSERT_TRUE(now->ParseFromString(today.SerializeAsString())) << recorded.kind;
    EXPECT_FALSE(HasUnknownFields(*now)) << recorded.kind;
    EXPECT_TRUE(MessageDifferencer::Equals(*then, *now)) << recorded.kind;
  }
}

TEST(RecordedWire, TheReleaseReadsWhatIsWrittenToday) {
  ExpectReleaseReads<v1::ToCoordinator>("to-coordinator", "hansa.v1.ToCoordinator");
  ExpectReleaseReads<v1::ToSite>("to-site", "hansa.v1.ToSite");
}

template <typename Message>
Message Find(const std::string& direction, const std::string& kind) {
  Message message;
  for (const RecordedMessage& recorded : Recorded(kVersion, direction))
    if (recorded.kind == kind) message.ParseFromString(recorded.envelope);
  EXPECT_GT(message.ByteSizeLong(), 0u) << kind;
  return message;
}

crypto::Ed25519Public Authority() {
  crypto::Ed25519Public key{};
  const Bytes bytes = FromHex(RecordedFile(kVersion, "authority.pub").substr(0, 64));
  EXPECT_EQ(bytes.size(), key.size());
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

// Signed messages are verified as received and may hold no field that the reader does not know.
TEST(RecordedWire, ItsSignaturesHoldToday) {
  const auto welcome = Find<v1::ToSite>("to-site", "welcome").welcome();
  const auto coordinator =
      identity::VerifyCoordinatorCertificate(welcome.coordinator(), Authority());
  ASSERT_TRUE(coordinator.ok()) << coordinator.error().Text();

  const auto hello = Find<v1::ToCoordinator>("to-coordinator", "hello").hello();
  const auto site = identity::VerifySiteCredential(hello.credential(), Authority());
  ASSERT_TRUE(site.ok()) << site.error().Text();

  const auto revoke =
      Find<v1::ToCoordinator>("to-coordinator", "operator_request.revoke_site").operator_request();
  const auto revocation =
      identity::VerifyRevocation(revoke.revoke_site().revocation(), Authority());
  ASSERT_TRUE(revocation.ok()) << revocation.error().Text();

  const v1::Signed params = Find<v1::ToSite>("to-site", "secagg.params").secagg().params();
  EXPECT_TRUE(crypto::VerifyEd25519(coordinator->signing_key, crypto::context::kSessionParams,
                                    AsSpan(params.payload()), AsSpan(params.signature())));
  const auto checked = wire::CheckParams(AsSpan(params.payload()));
  ASSERT_TRUE(checked.ok()) << checked.error().Text();
}

}  // namespace
}  // namespace hansa::upgrade
