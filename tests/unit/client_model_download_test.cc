#include <gtest/gtest.h>
#include <poll.h>

#include <fstream>

#include "client/app/model_download.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/codec/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

Bytes ModelOf(uint64_t elements) {
  FlatModel model;
  model.layout.Add("w", {elements});
  model.values.assign(elements, 0.5F);
  return WriteSafetensors(model, {});
}

// A download beside a coordinator that holds `file` and answers in chunks of 100,000 bytes.
class ModelDownloadTest : public ::testing::Test {
 protected:
  FetchModel Work(WorkNumber number = 7) const {
    return {number, crypto::Sha256(file_), file_.size()};
  }
  void NewProcess() {
    download_ = std::make_unique<ModelDownload>(CachedModels(temporary_.path() / "cache", 1 << 30));
    asked_.clear();
  }
  // Lets the worker finish something, and takes what is asked.
  std::optional<Input> Advance() {
    pollfd waiting{download_->fd(), POLLIN, 0};
    ::poll(&waiting, 1, 50);
    auto inputs = download_->Advance(
        ReadClocks().instant,
        [this](const v1::ToCoordinator& message) { asked_.push_back(message.blob_request()); });
    if (inputs.empty()) return std::nullopt;
    return std::move(inputs.front());
  }
  void Answer(const v1::BlobRequest& request) {
    const bool whole = request.bytes() == 0;
    const uint64_t end = whole ? file_.size() : request.offset() + request.bytes();
    for (uint64_t at = request.offset(); at < end; at += kChunk) {
      const uint64_t count = whole ? file_.size() : std::min(kChunk, end - at);
      v1::Blob blob;
      blob.set_sha256(request.sha256());
      blob.set_found(true);
      blob.set_offset(at);
      blob.set_size(file_.size());
      const auto* from = file_.data() + at;
      download_->Take(blob, Bytes(from, from + count), ReadClocks().instant);
      sent_ += count;
      if (whole) return;
    }
  }
  std::filesystem::path Part() const {
    return temporary_.path() / "cache" / (Hex(crypto::Sha256(file_)) + ".part");
  }
  // All that was sent is in the part.
  void AwaitWritten() {
    for (int i = 0; i < 200 && std::filesystem::file_size(Part()) < sent_; ++i) Advance();
  }
  // Until there is a result, or `bytes` were sent.
  std::optional<Input> Run(uint64_t bytes = ~uint64_t{0}) {
    for (int i = 0; i < 2000; ++i) {
      if (auto input = Advance()) return input;
      for (const v1::BlobRequest& request : std::exchange(asked_, {})) {
        if (sent_ >= bytes) return std::nullopt;
        Answer(request);
      }
    }
    return std::nullopt;
  }

  static constexpr uint64_t kChunk = 100'000;
  test::TemporaryFolder temporary_;
  Bytes file_ = ModelOf(600'000);
  std::unique_ptr<ModelDownload> download_ =
      std::make_unique<ModelDownload>(CachedModels(temporary_.path() / "cache", 1 << 30));
  std::vector<v1::BlobRequest> asked_;
  uint64_t sent_ = 0;
};

TEST_F(ModelDownloadTest, ALargeModelComesInRanges) {
  download_->Begin(Work());
  const auto result = Run();
  ASSERT_TRUE(result.has_value());
  const auto& fetched = std::get<ModelFetched>(*result);
  EXPECT_EQ(fetched.work, 7u);
  EXPECT_GT(fetched.seconds, 0);
  EXPECT_EQ(sent_, file_.size());
  EXPECT_EQ(ValuesOf(*fetched.model->weights).value(), std::vector<float>(600'000, 0.5F));
  // The trainer is given the file, not a copy.
  EXPECT_NE(dynamic_cast<const FileBlob*>(fetched.model->weights.get()), nullptr);
}

TEST_F(ModelDownloadTest, ASmallModelComesInOneMessage) {
  file_ = ModelOf(100);
  download_->Begin(Work());
  ASSERT_TRUE(Run().has_value());
  EXPECT_EQ(sent_, file_.size());
  EXPECT_FALSE(
      std::filesystem::exists(temporary_.path() / "cache"));  // cheaper to fetch than to keep
}

TEST_F(ModelDownloadTest, ASmallModelThatIsAnotherIsAskedForOnceMore) {
  file_ = ModelOf(100);
  FetchModel work = Work();
  work.sha256[0] ^= 1;
  download_->Begin(work);
  const auto result = Run();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(std::get<WorkRefused>(*result).code, "model_digest");
  EXPECT_EQ(sent_, 2 * file_.size());
}

TEST_F(ModelDownloadTest, WhatWasKeptIsNotFetchedAgain) {
  download_->Begin(Work());
  ASSERT_TRUE(Run().has_value());
  NewProcess();
  sent_ = 0;
  download_->Begin(Work(8));
  const auto result = Run();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(std::get<ModelFetched>(*result).work, 8u);
  EXPECT_EQ(sent_, 0u);
}

TEST_F(ModelDownloadTest, GoesOnAfterALostLink) {
  download_->Begin(Work());
  ASSERT_FALSE(Run(1'000'000).has_value());
  download_->LinkLost();
  asked_.clear();
  EXPECT_FALSE(Advance().has_value());
  EXPECT_TRUE(asked_.empty());
  download_->Begin(Work());  // the coordinator gave the task again
  ASSERT_TRUE(Run().has_value());
  EXPECT_EQ(sent_, file_.size());
}

TEST_F(ModelDownloadTest, GoesOnAfterARestart) {
  download_->Begin(Work());
  ASSERT_FALSE(Run(1'000'000).has_value());
  AwaitWritten();
  NewProcess();
  download_->Begin(Work());
  ASSERT_TRUE(Run().has_value());
  EXPECT_LE(sent_, file_.size() + 200'000);  // what was under way is sent again
}

TEST_F(ModelDownloadTest, ADamagedPartIsFetchedAgainOnce) {
  const auto path = Part();
  std::filesystem::create_directories(path.parent_path());
  BlobFile part = BlobFile::Create(path, 0).value();
  ASSERT_TRUE(part.Append(Bytes(500'000, 9)).ok());
  part.Keep();
  download_->Begin(Work());
  ASSERT_TRUE(std::holds_alternative<ModelFetched>(*Run()));
  EXPECT_EQ(sent_, 2 * file_.size() - 500'000);
}

TEST_F(ModelDownloadTest, AnotherModelThanAnnouncedIsRefused) {
  FetchModel work = Work();
  work.sha256[0] ^= 1;
  download_->Begin(work);
  const auto result = Run();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(std::get<WorkRefused>(*result).code, "model_digest");
  EXPECT_EQ(sent_, 2 * file_.size());
}

TEST_F(ModelDownloadTest, WhatIsNoModelIsRefused) {
  file_.assign(2'000'000, 1);
  download_->Begin(Work());
  EXPECT_EQ(std::get<WorkRefused>(*Run()).code, "model_invalid");
}

TEST_F(ModelDownloadTest, AModelThatIsNotThereIsRefused) {
  download_->Begin(Work());
  while (asked_.empty()) Advance();
  v1::Blob none;
  none.set_sha256(ToString(Work().sha256));
  download_->Take(none, {}, ReadClocks().instant);
  EXPECT_EQ(std::get<WorkRefused>(*Advance()).code, "model_unavailable");
}

// Its contents are nobody's business here.
TEST_F(ModelDownloadTest, AScriptIsFetchedTheSameWay) {
  file_.assign(2'000'000, 1);
  const FetchScript work{9, Work().sha256, file_.size()};
  download_->Begin(work);
  ASSERT_FALSE(Run(1'000'000).has_value());
  AwaitWritten();
  NewProcess();
  download_->Begin(work);
  auto result = Run();
  ASSERT_TRUE(result.has_value());
  const BlobHandle script = std::get<ScriptFetched>(*result).file;
  EXPECT_EQ(std::get<ScriptFetched>(*result).work, 9u);
  EXPECT_LE(sent_, file_.size() + limits::kChunkBytes);  // what was under way is sent again
  EXPECT_EQ(ReadWhole(*script, file_.size()).value(), file_);
  EXPECT_NE(dynamic_cast<const FileBlob*>(script.get()), nullptr);

  NewProcess();
  sent_ = 0;
  download_->Begin(work);
  result = Run();
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(sent_, 0u) << "it was kept";
}

TEST_F(ModelDownloadTest, ADamagedScriptIsFetchedAgain) {
  file_.assign(2'000'000, 1);
  const auto path = temporary_.path() / "cache" / Hex(Work().sha256);
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << "other";
  download_->Begin(FetchScript{9, Work().sha256, file_.size()});
  ASSERT_TRUE(std::holds_alternative<ScriptFetched>(*Run()));
  EXPECT_EQ(sent_, file_.size());
}

TEST_F(ModelDownloadTest, AnotherScriptThanTheJobNamesIsRefused) {
  file_.assign(2'000'000, 1);
  FetchScript work{9, Work().sha256, file_.size()};
  work.sha256[0] ^= 1;
  download_->Begin(work);
  EXPECT_EQ(std::get<WorkRefused>(*Run()).code, "script_digest");
}

// It is asked for in the session's name, and not kept.
TEST_F(ModelDownloadTest, AMessageOfASessionIsFetchedAndForgotten) {
  file_.assign(2'000'000, 1);
  const FetchMessage work{9, std::string(32, 'p'), Work().sha256, file_.size()};
  for (int i = 0; i < 2; ++i) {
    sent_ = 0;
    download_->Begin(work);
    const auto result = Run();
    ASSERT_TRUE(result.has_value());
    const auto& fetched = std::get<MessageFetched>(*result);
    EXPECT_EQ(fetched.work, 9u);
    EXPECT_EQ(ReadWhole(*fetched.bytes, file_.size()).value(), file_);
    EXPECT_EQ(sent_, file_.size());
    EXPECT_FALSE(std::filesystem::exists(Part()));
  }
  for (const v1::BlobRequest& request : asked_) EXPECT_EQ(request.session(), work.session);
}

TEST_F(ModelDownloadTest, ADamagedMessageIsRefused) {
  file_.assign(2'000, 1);
  FetchMessage work{9, std::string(32, 'p'), Work().sha256, file_.size()};
  work.sha256[0] ^= 1;
  download_->Begin(work);
  EXPECT_EQ(std::get<WorkRefused>(*Run()).code, "message_digest");
}

TEST_F(ModelDownloadTest, WhatNobodyAskedForIsNotTaken) {
  download_->Begin(Work());
  while (asked_.empty()) Advance();
  v1::Blob blob;
  blob.set_sha256(ToString(Work().sha256));
  blob.set_found(true);
  blob.set_offset(1'000'000);
  blob.set_size(file_.size());
  download_->Take(blob, Bytes(1000, 1), ReadClocks().instant);
  ASSERT_TRUE(std::holds_alternative<ModelFetched>(*Run()));
}

}  // namespace
}  // namespace hansa::client
