// TorchScript files as operators send them, and what becomes of them when no job needs them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/job_file.h"
#include "tests/unit/operator_api_fixture.h"

namespace hansa::coordinator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kBadInput = 3, kVerification = 6;

class ScriptRequests : public OperatorApiFixture {
 protected:
  v1::OperatorRequest Piece(uint64_t offset, const std::string& piece) const {
    v1::OperatorRequest request = Request();
    v1::KeepScript& keep = *request.mutable_keep_script();
    keep.set_sha256(ToString(sha256_));
    keep.set_size(file_.size());
    keep.set_offset(offset);
    keep.set_piece(piece);
    return request;
  }
  uint64_t Send(uint64_t offset, const std::string& piece) {
    return Ask(Piece(offset, piece)).script_kept().have();
  }
  // A job whose network is the file.
  std::string Job(const std::string& name) const {
    std::string text = hansa::testing::JobFile({{"name", name}, {"script", "yes"}});
    const size_t at = text.find("script_sha256 = \"") + 17;
    return text.replace(at, 64, Hex(sha256_));
  }
  std::string Submitted(const std::string& name) {
    const std::string id = Ask(Submit(Job(name))).job_accepted().job_id();
    EXPECT_NE(id, "") << out_.replies.back().message.ShortDebugString();
    return id;
  }
  void End(const std::string& job_id) {
    v1::OperatorRequest request = Request();
    request.mutable_cancel_job()->set_job_id(job_id);
    EXPECT_FALSE(Ask(request).has_failure());
    for (const Persist& persist : out_.effects.persist)
      if (const auto* record = std::get_if<v1::JobRecord>(&persist)) jobs_.Update(*record);
  }
  std::vector<std::string> Collect(bool dry_run = false) {
    v1::OperatorRequest request = Request();
    request.mutable_collect_models()->set_dry_run(dry_run);
    const v1::Collected collected = Ask(request).collected();
    return {collected.folders().begin(), collected.folders().end()};
  }
  std::string Name() const { return "scripts/" + Hex(sha256_); }

  const std::string file_ = "a network of 26 bytes here";
  const crypto::Digest sha256_ = crypto::Sha256(AsSpan(file_));
};

TEST_F(ScriptRequests, AnUploadGoesOnWhereItWasInterrupted) {
  EXPECT_EQ(Send(0, ""), 0u);
  EXPECT_EQ(Send(0, file_.substr(0, 10)), 10u);
  ExpectFailure(Submit(Job("early")), kBadInput, Hex(sha256_).substr(0, 8));
  EXPECT_EQ(Send(0, ""), 10u) << "a new connection asks first";
  scripts_ = ScriptStore(folder_.path() / "scripts");  // a new process
  EXPECT_EQ(Send(0, ""), 10u);
  EXPECT_EQ(Send(10, file_.substr(10)), file_.size());
  EXPECT_EQ(Send(0, ""), file_.size()) << "a second operator sends nothing";
  Submitted("wind");
}

TEST_F(ScriptRequests, AFileThatIsNotTheNamedOneIsRefusedAndForgotten) {
  ExpectFailure(Piece(0, std::string(file_.size(), 'x')), kVerification, "not the one");
  EXPECT_EQ(Send(0, ""), 0u);
  EXPECT_EQ(Send(0, file_), file_.size());
}

TEST_F(ScriptRequests, JobsShareOneFileUntilTheLastNeedsItNoMore) {
  Send(0, file_);
  const std::string first = Submitted("first"), second = Submitted("second");
  EXPECT_THAT(Collect(), IsEmpty());
  End(first);
  EXPECT_THAT(Collect(), IsEmpty()) << "the second needs it";
  End(second);
  EXPECT_THAT(Collect(/*dry_run=*/true), ElementsAre(Name()));
  EXPECT_TRUE(scripts_.Find(sha256_).ok()) << "it was only told";
  EXPECT_THAT(Collect(), ElementsAre(Name()));
  EXPECT_FALSE(scripts_.Find(sha256_).ok());
  EXPECT_THAT(Collect(), IsEmpty());
  ExpectFailure(Submit(Job("third")), kBadInput, Hex(sha256_).substr(0, 8));
}

TEST_F(ScriptRequests, AVersionKeepsTheFileOfItsJob) {
  Send(0, file_);
  const std::string job = Submitted("wind");
  End(job);
  v1::VersionRecord& version = versions_.emplace_back();
  version.set_name("wind");
  version.set_version(1);
  version.set_job_id(job);
  EXPECT_THAT(Collect(), IsEmpty());
  versions_.clear();
  EXPECT_THAT(Collect(), ElementsAre(Name()));
}

TEST_F(ScriptRequests, HalfAFileIsCollectedToo) {
  Send(0, file_.substr(0, 10));
  EXPECT_EQ(Collect().size(), 1u);
  EXPECT_EQ(Send(0, ""), 0u);
}

}  // namespace
}  // namespace hansa::coordinator
