#pragma once
// A test of one store, which it may close and open again as often as it likes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/storage/sample_records.h"
#include "tests/storage/store_harness.h"

namespace hansa::coordinator {

class StoreTest : public testing::TestWithParam<StoreKind> {
 protected:
  StoreTest() : harness_(GetParam().make()) { Reopen(); }

  void Reopen() {
    store_.reset();
    Result<std::unique_ptr<Store>> opened = harness_->Open();
    if (!opened.ok()) FAIL() << opened.error().Text();
    store_ = std::move(opened).value();
  }
  Result<> Commit(const std::vector<Record>& records) { return store_->Commit(records); }
  void Must(const std::vector<Record>& records) {
    const Result<> committed = Commit(records);
    ASSERT_TRUE(committed.ok()) << committed.error().Text();
  }
  void ExpectRefused(const std::vector<Record>& records) {
    const Result<> committed = Commit(records);
    ASSERT_FALSE(committed.ok());
    EXPECT_EQ(committed.error().kind, ErrorKind::kRefused) << committed.error().Text();
    EXPECT_NE(committed.error().why, "");
  }
  std::vector<int> Steps(const std::string& job) {
    std::vector<int> cases;
    const auto sessionsteps = *store_->SessionSteps(job);
    for (const auto& step : sessionsteps) cases.push_back(step.step_case());
    return cases;
  }
  std::vector<uint64_t> EventNumbers(const std::string& job) {
    std::vector<uint64_t> numbers;
    const auto events = *store_->Events(job);
    for (const EventLine& line : events) numbers.push_back(line.number);
    return numbers;
  }

  std::unique_ptr<StoreHarness> harness_;
  std::unique_ptr<Store> store_;
};

}  // namespace hansa::coordinator
