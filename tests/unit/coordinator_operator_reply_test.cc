#include <gtest/gtest.h>

#include "coordinator/cli/operator_reply.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::cli {
namespace {

std::string Failed(int32_t exit_code) {
  v1::ToSite message;
  message.mutable_operator_reply()->set_id(4);
  v1::Failure& failure = *message.mutable_operator_reply()->mutable_failure();
  failure.set_exit_code(exit_code);
  failure.set_what("no such job");
  return message.SerializeAsString();
}

TEST(OperatorReply, IsOfItsRequestOnly) {
  v1::ToSite message;
  message.mutable_operator_reply()->set_id(4);
  message.mutable_operator_reply()->mutable_job_list();
  const std::string bytes = message.SerializeAsString();
  EXPECT_TRUE(ReplyIn(bytes, 4).value().value().has_job_list());
  EXPECT_FALSE(ReplyIn(bytes, 5));
  EXPECT_FALSE(ReplyIn("", 0));
  EXPECT_FALSE(ReplyIn("\xff", 4));
}

TEST(OperatorReply, AFailureIsAnError) {
  const Error error = ReplyIn(Failed(5), 4).value().error();
  EXPECT_EQ(error.kind, ErrorKind::kRefused);
  EXPECT_EQ(error.what, "no such job");
}

TEST(OperatorReply, AFailureDoesNothingToATerminal) {
  v1::ToSite message;
  message.mutable_operator_reply()->set_id(4);
  message.mutable_operator_reply()->mutable_failure()->set_what("\x1b]0;x\a");
  const Error error = ReplyIn(message.SerializeAsString(), 4).value().error();
  EXPECT_EQ(error.what, "?]0;x?");
}

// The kind is the exit code of the command: a failure never ends as success.
TEST(OperatorReply, AFailureOfNoKnownKindIsStillOne) {
  for (const int32_t code : {0, 256, -1, 99, 130})
    EXPECT_EQ(ReplyIn(Failed(code), 4).value().error().kind, ErrorKind::kWorkFailed) << code;
}

}  // namespace
}  // namespace hansa::cli
