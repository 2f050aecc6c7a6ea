#include <gtest/gtest.h>
#include <poll.h>

#include "coordinator/app/uploads.h"
#include "tests/support/temporary_folder.h"

namespace hansa::coordinator {
namespace {

namespace fs = std::filesystem;

constexpr transport::PeerHandle kPeer = 4;

Bytes VectorOf(size_t bytes, uint8_t seed) {
  Bytes vector(bytes);
  for (size_t i = 0; i < bytes; ++i) vector[i] = static_cast<uint8_t>(seed + i * 31 + i / 4096);
  return vector;
}

// A coordinator's uploads beside sites that answer every request at once.
class UploadsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(spool_.Open().ok());
    for (const SiteId site : {"a", "b"}) {
      membership_.Enrol(site, "name of " + site);
      connections_.Greeted(site, site == "a" ? kPeer : kPeer + 1, now_.instant);
    }
    NewProcess();
  }
  void NewProcess(uint64_t most = 1 << 30) {
    uploads_ = std::make_unique<Uploads>(spool_, most, connections_, membership_);
  }
  ExpectUpload Expect(const SiteId& site, const Bytes& vector, uint64_t ticket) const {
    return {"job", ticket, site, "session", crypto::Sha256(vector), vector.size(), 3};
  }
  // Waits a little for the threads beside the loop.
  std::vector<UploadDone> Pump() {
    pollfd waiting[] = {{uploads_->wake_fd(), POLLIN, 0}, {uploads_->check_fd(), POLLIN, 0}};
    ::poll(waiting, 2, 20);
    return uploads_->Pump(now_, effects_);
  }
  v1::UploadChunk ChunkAt(const Bytes& vector, uint64_t offset) const {
    v1::UploadChunk chunk;
    chunk.set_sha256(ToString(crypto::Sha256(vector)));
    chunk.set_offset(offset);
    return chunk;
  }
  // Answers what was asked of `vector` with bytes of `sent`, until `bytes` have been.
  void Answer(const SiteId& site, const Bytes& vector, const Bytes& sent,
              uint64_t bytes = ~uint64_t{0}) {
    for (const Send& send : std::exchange(effects_.sends, {})) {
      const v1::UploadRequest& request = send.message.upload_request();
      EXPECT_EQ(send.site, site);
      if (answered_ >= bytes) continue;
      const auto from = sent.begin() + static_cast<ptrdiff_t>(request.offset());
      const SharedBytes part = Bytes(from, from + static_cast<ptrdiff_t>(request.bytes()));
      EXPECT_EQ(uploads_->OnChunk(site, ChunkAt(vector, request.offset()), part, now_), "");
      answered_ += request.bytes();
    }
  }
  // Until something came of it.
  std::vector<UploadDone> Run(const SiteId& site, const Bytes& vector, const Bytes& sent) {
    for (int i = 0; i < 2000; ++i) {
      if (auto done = Pump(); !done.empty()) return done;
      Answer(site, vector, sent);
    }
    return {};
  }
  fs::path PathOf(const ExpectUpload& order) const {
    return spool_.UploadPath(order.session, order.site, order.sha256);
  }

  test::TemporaryFolder folder_;
  Spool spool_{folder_.path() / "spool"};
  Membership membership_;
  Connections connections_{seconds(100)};
  Now now_{Instant{} + seconds(1000), 0};
  std::unique_ptr<Uploads> uploads_;
  Effects effects_;
  uint64_t answered_ = 0;
};

TEST_F(UploadsTest, AVectorComesInRangesAndHasTheDigest) {
  const Bytes vector = VectorOf(3'000'001, 1);
  const ExpectUpload order = Expect("a", vector, 9);
  uploads_->Execute(order, now_);
  EXPECT_EQ(uploads_->NextWake(), Instant{}) << "to ask at once";
  const auto done = Run("a", vector, vector);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].job_id, "job");
  EXPECT_EQ(done[0].ticket, 9u);
  const BlobHandle blob = std::get<BlobHandle>(done[0].result);
  EXPECT_EQ(ReadWhole(*blob, vector.size()).value(), vector);
  EXPECT_TRUE(fs::exists(PathOf(order))) << "it is kept until the session is closed";
  uploads_->Execute(CloseUploads{"session"}, now_);
  EXPECT_FALSE(fs::exists(PathOf(order)));
  EXPECT_EQ(ReadWhole(*blob, vector.size()).value(), vector) << "who adds it reads on";
}

TEST_F(UploadsTest, AnotherVectorThanAnnouncedIsTheSitesFault) {
  const Bytes vector = VectorOf(200'000, 1), other = VectorOf(200'000, 2);
  const ExpectUpload order = Expect("a", vector, 1);
  uploads_->Execute(order, now_);
  const auto done = Run("a", vector, other);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(std::get<std::string>(done[0].result), "payload_mismatch");
  EXPECT_FALSE(fs::exists(PathOf(order)));
}

TEST_F(UploadsTest, ANewProcessGoesOnFromWhatIsThere) {
  const Bytes vector = VectorOf(2'000'000, 1);
  const ExpectUpload order = Expect("a", vector, 1);
  uploads_->Execute(order, now_);
  while (answered_ < 1'000'000) {
    ASSERT_TRUE(Pump().empty());
    Answer("a", vector, vector, 1'000'000);
  }
  for (int i = 0; i < 1000 && fs::file_size(PathOf(order)) < answered_; ++i) Pump();
  const uint64_t had = answered_;
  NewProcess();
  effects_ = {};
  answered_ = 0;
  uploads_->Execute(order, now_);
  const auto done = Run("a", vector, vector);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(ReadWhole(*std::get<BlobHandle>(done[0].result), vector.size()).value(), vector);
  EXPECT_EQ(answered_, vector.size() - had) << "nothing was asked for twice";
}

TEST_F(UploadsTest, WhatAnEarlierProcessLeftTornIsFetchedOnceMore) {
  const Bytes vector = VectorOf(500'000, 1);
  const ExpectUpload order = Expect("a", vector, 1);
  std::ofstream(PathOf(order)) << std::string(400'000, 'x');
  uploads_->Execute(order, now_);
  const auto done = Run("a", vector, vector);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(ReadWhole(*std::get<BlobHandle>(done[0].result), vector.size()).value(), vector);
}

TEST_F(UploadsTest, ALostConnectionCostsNothingThatHasCome) {
  const Bytes vector = VectorOf(1'000'000, 1);
  uploads_->Execute(Expect("a", vector, 1), now_);
  Pump();
  Answer("a", vector, vector);
  const uint64_t had = answered_;
  ASSERT_GT(had, 0u);
  Pump();
  effects_ = {};  // lost on the way
  connections_.Greeted("a", kPeer + 7, now_.instant);
  ASSERT_EQ(Run("a", vector, vector).size(), 1u);
  EXPECT_EQ(answered_, vector.size());
}

TEST_F(UploadsTest, WhatNobodyAskedForIsAFault) {
  const Bytes vector = VectorOf(200'000, 1);
  EXPECT_EQ(uploads_->OnChunk("a", ChunkAt(vector, 0), Bytes(10), now_), "late");
  uploads_->Execute(Expect("a", vector, 1), now_);
  EXPECT_EQ(uploads_->OnChunk("a", ChunkAt(vector, 0), Bytes(10), now_), "chunk_not_asked_for");
  EXPECT_EQ(uploads_->OnChunk("b", ChunkAt(vector, 0), Bytes(10), now_), "late") << "another's";
  uploads_->Execute(ForgetUpload{"job", 1}, now_);
  EXPECT_EQ(uploads_->OnChunk("a", ChunkAt(vector, 0), Bytes(10), now_), "late");
}

TEST_F(UploadsTest, ASiteThatHasItNoMoreIsOut) {
  const Bytes vector = VectorOf(200'000, 1);
  uploads_->Execute(Expect("a", vector, 1), now_);
  v1::UploadGone gone;
  gone.set_sha256(ToString(crypto::Sha256(vector)));
  uploads_->OnGone("b", gone);
  EXPECT_TRUE(Pump().empty());
  uploads_->OnGone("a", gone);
  const auto done = Pump();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(std::get<std::string>(done[0].result), "upload_gone");
}

TEST_F(UploadsTest, ASpoolThatIsFullTakesNoMore) {
  const Bytes first = VectorOf(150'000, 1), second = VectorOf(150'000, 2);
  NewProcess(200'000);
  uploads_->Execute(Expect("a", first, 1), now_);
  uploads_->Execute(Expect("b", second, 2), now_);
  auto done = Pump();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].ticket, 2u);
  EXPECT_EQ(std::get<std::string>(done[0].result), "spool_full");
  EXPECT_FALSE(fs::exists(PathOf(Expect("b", second, 2))));
  ASSERT_EQ(Run("a", first, first).size(), 1u) << "what was promised room has it";
  uploads_->Execute(CloseUploads{"session"}, now_);
  uploads_->Execute(Expect("b", second, 3), now_);
  done = Run("b", second, second);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<BlobHandle>(done[0].result)) << "there is room again";
}

// The bound is of what lies there, whoever put it there.
TEST_F(UploadsTest, WhatAnEarlierProcessLeftTakesRoom) {
  const Bytes first = VectorOf(150'000, 1), second = VectorOf(150'000, 2);
  NewProcess(200'000);
  uploads_->Execute(Expect("a", first, 1), now_);
  ASSERT_EQ(Run("a", first, first).size(), 1u);
  NewProcess(200'000);
  uploads_->CountFound();
  uploads_->Execute(Expect("b", second, 2), now_);
  const auto done = Pump();
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(std::get<std::string>(done[0].result), "spool_full");
  uploads_->Execute(Expect("a", first, 3), now_);
  const auto again = Run("a", first, first);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_TRUE(std::holds_alternative<BlobHandle>(again[0].result)) << "its own room";
}

TEST_F(UploadsTest, ADiskThatRefusesIsTriedAgain) {
  const Bytes vector = VectorOf(200'000, 1);
  fs::remove_all(folder_.path() / "spool" / "uploads");
  uploads_->Execute(Expect("a", vector, 1), now_);
  EXPECT_TRUE(Pump().empty());
  const auto wake = uploads_->NextWake();
  ASSERT_TRUE(wake.has_value());
  EXPECT_GT(*wake, now_.instant);
  ASSERT_TRUE(spool_.Open().ok());
  now_.instant = *wake;
  EXPECT_EQ(Run("a", vector, vector).size(), 1u);
}

}  // namespace
}  // namespace hansa::coordinator
