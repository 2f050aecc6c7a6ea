// A transcript that anyone changed: cut, bits turned, records left out, put in, exchanged. Each is
// refused, and the record where it was done is named.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/text.h"
#include "common/transcript/transcript_frame.h"
#include "tests/unit/transcript_profiles.h"

namespace hansa::secagg_test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ChangedTranscript : public ::testing::TestWithParam<secagg::Profile> {
 protected:
  RecordedTranscript& recorded_ = Recorded(GetParam());
  const std::vector<size_t> starts_ = recorded_.FrameStarts();
  size_t frames() const { return starts_.size() - 1; }

  size_t RecordAt(size_t byte) const {  // from 1
    return static_cast<size_t>(std::upper_bound(starts_.begin(), starts_.end(), byte) -
                               starts_.begin());
  }
  Bytes Frame(size_t i) const {
    const Bytes& all = recorded_.bytes();
    return {all.begin() + static_cast<std::ptrdiff_t>(starts_[i]),
            all.begin() + static_cast<std::ptrdiff_t>(starts_[i + 1])};
  }
  Bytes FileOf(const std::vector<size_t>& order) const {
    Bytes file(transcript::kFormatLine.begin(), transcript::kFormatLine.end());
    for (const size_t i : order) Append(file, Frame(i));
    return file;
  }
  std::vector<size_t> InOrder() const {
    std::vector<size_t> order(frames());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    return order;
  }
  void ExpectRefused(Bytes file, size_t record) {
    const auto checked = recorded_.Check(std::move(file));
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().kind, ErrorKind::kVerification);
    EXPECT_THAT(checked.error().Text(), StartsWith(StrCat("record ", record, ", ")));
  }
};

// Every byte of a small one, one of its bits each; of a large one some of them.
TEST_P(ChangedTranscript, AnyBit) {
  const Bytes& good = recorded_.bytes();
  const size_t step = GetParam() == secagg::Profile::kComplete ? 1 : good.size() / 400;
  for (size_t byte = 0; byte < good.size(); byte += step) {
    SCOPED_TRACE(byte);
    Bytes file = good;
    file[byte] ^= static_cast<uint8_t>(1u << (byte * 7 % 8));
    const auto checked = recorded_.Check(std::move(file));
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().kind, ErrorKind::kVerification);
    EXPECT_THAT(checked.error().Text(),
                StartsWith(byte < starts_[0] ? "this is no transcript"
                                             : StrCat("record ", RecordAt(byte), ", ")));
  }
}

TEST_P(ChangedTranscript, AnyRecordLeftOut) {
  for (size_t i = 0; i < frames(); ++i) {
    SCOPED_TRACE(i);
    std::vector<size_t> order = InOrder();
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(i));
    ExpectRefused(FileOf(order), i + 1);
  }
}

TEST_P(ChangedTranscript, AnyRecordTwice) {
  for (size_t i = 0; i + 1 < frames(); ++i) {
    SCOPED_TRACE(i);
    std::vector<size_t> order = InOrder();
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(i), i);
    ExpectRefused(FileOf(order), i + 2);
  }
}

TEST_P(ChangedTranscript, TwoNeighboursExchanged) {
  for (size_t i = 0; i + 1 < frames(); ++i) {
    SCOPED_TRACE(i);
    std::vector<size_t> order = InOrder();
    std::swap(order[i], order[i + 1]);
    ExpectRefused(FileOf(order), i + 1);
  }
}

TEST_P(ChangedTranscript, CutAnywhere) {
  const Bytes& good = recorded_.bytes();
  for (size_t size = 0; size < good.size(); size += 1 + good.size() / 300) {
    SCOPED_TRACE(size);
    const auto checked =
        recorded_.Check({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)});
    ASSERT_FALSE(checked.ok());
    EXPECT_THAT(checked.error().Text(),
                StartsWith(size < starts_[0] ? "this is no transcript"
                                             : StrCat("record ", RecordAt(size), ", ")));
  }
}

TEST_P(ChangedTranscript, SomethingBehindTheSeal) {
  Bytes file = recorded_.bytes();
  file.push_back(0);
  const auto checked = recorded_.Check(file);
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().Text(), HasSubstr("something follows record"));
}

TEST_P(ChangedTranscript, UnderAnotherAuthority) {
  crypto::Ed25519Public other = recorded_.loopback().fleet.coordinator.public_key();
  const auto checked = transcript::CheckTranscript(MemoryBlob(recorded_.bytes()), other);
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().Text(), HasSubstr("does not vouch for its coordinator"));
}

// Nobody allocates what a length says.
TEST_P(ChangedTranscript, ALengthBeyondAllBounds) {
  for (const uint32_t length : {0xffffffffu, 0x7fffffffu, 0x00200000u}) {
    Bytes file = recorded_.bytes();
    for (size_t i = 0; i < 4; ++i) file[starts_[1] + i] = static_cast<uint8_t>(length >> (8 * i));
    const auto checked = recorded_.Check(file);
    ASSERT_FALSE(checked.ok());
    EXPECT_THAT(checked.error().Text(), AnyOf(HasSubstr("at most"), HasSubstr("it was cut")));
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, ChangedTranscript, ::testing::ValuesIn(kProfiles),
                         NameOfProfile);

}  // namespace
}  // namespace hansa::secagg_test
